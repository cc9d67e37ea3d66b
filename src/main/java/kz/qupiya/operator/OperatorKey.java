package kz.qupiya.operator;

/**
 * Names an operator in addresses, tables and the engine's tenants, for example {@code zvonobot}.
 *
 * @param value the key of the operator's profile
 */
public record OperatorKey(String value) {}
