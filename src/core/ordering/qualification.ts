import { accept, type Outcome, refuse } from '../refusal.js'

/** What a customer may be found to be, besides a business like any other. */
export const QUALIFICATIONS = ['education', 'nonprofit', 'government_community_cloud', 'state_owned_entity'] as const
export type Qualification = (typeof QUALIFICATIONS)[number]

export const SEGMENTS = ['commercial', 'education', 'government', 'nonprofit'] as const
export type Segment = (typeof SEGMENTS)[number]

/** Which parts of the catalogue are open to whom. What is not listed does not go together. */
const TABLE: readonly (readonly [readonly Qualification[], readonly Segment[]])[] = [
  [[], ['commercial']],
  [['nonprofit'], ['commercial', 'nonprofit']],
  [['education'], ['commercial', 'education']],
  [['government_community_cloud'], ['government']],
  [['state_owned_entity'], ['commercial']],
  [
    ['education', 'state_owned_entity'],
    ['commercial', 'education'],
  ],
  [['government_community_cloud', 'state_owned_entity'], ['government']],
]

/** Segments of the catalogue that qualifications open, in any order; refused where they do not go together. */
export function segmentsOf(qualifications: readonly Qualification[]): Outcome<readonly Segment[]> {
  const has = new Set(qualifications)
  const row = TABLE.find(([listed]) => listed.length === has.size && listed.every((one) => has.has(one)))
  return row === undefined
    ? refuse('qualifications-not-combinable', { qualifications: [...has].join(' and ') })
    : accept(row[1])
}
