/** Whom prices are for; what qualifies a customer decides which of them it may buy at. */
export const SEGMENTS = ['commercial', 'education', 'government', 'nonprofit'] as const
export type Segment = (typeof SEGMENTS)[number]
