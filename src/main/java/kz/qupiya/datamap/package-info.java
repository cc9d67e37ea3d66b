/**
 * The operator's personal-data systems: a declarative {@link kz.qupiya.datamap.DataMap} says where data of a person lie and what may happen to every
 * column; connectors reach the systems; {@link kz.qupiya.datamap.Acts} block, unblock, export, rectify, destroy and depersonalise with preview, approval
 * and proof; {@link kz.qupiya.datamap.Recipients} tells third parties. The format of the map is described in {@code src/docs/data-map.md}.
 *
 * <p>Nothing personal leaves this module but over the vault of a case: previews, items and evidence carry counts and hashes.
 */
@NullMarked
package kz.qupiya.datamap;

import org.jspecify.annotations.NullMarked;
