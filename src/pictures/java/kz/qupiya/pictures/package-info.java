/** Makes the pictures of {@code src/docs/pictures}: {@code ./mvnw -Ppictures verify}. */
package kz.qupiya.pictures;
