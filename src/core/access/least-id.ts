/** Comes before every other id: where reading by id begins. */
export const LEAST_ID = '00000000-0000-0000-0000-000000000000'
