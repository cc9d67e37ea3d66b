package kz.qupiya.letter;

import org.jspecify.annotations.Nullable;

/**
 * A corrected item of data.
 *
 * @param what     which data
 * @param newValue the right value, for a recipient that has to correct it too; null where the letter names the item only
 */
public record Correction(LocalText what, @Nullable VaultText newValue) {}
