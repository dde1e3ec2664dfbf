/**
 * How long after its issue a token is taken at most, whoever issued it: as long a withdrawal is remembered. No token of
 * ours holds longer.
 */
export const LONGEST_LIFETIME_SECONDS = 86_400
