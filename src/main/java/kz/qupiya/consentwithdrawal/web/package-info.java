@NullMarked
package kz.qupiya.consentwithdrawal.web;

import org.jspecify.annotations.NullMarked;
