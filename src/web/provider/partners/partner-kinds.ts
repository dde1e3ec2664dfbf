import type { Tone } from '../../parts/status.js'
import type { Partner } from '../ui/partner-name.js'

export const ACCOUNT_TYPES = ['direct_bill', 'indirect_provider', 'indirect_reseller'] as const

export type ProgramStatus = Partner['programStatus']

export const PROGRAM_TONES: Readonly<Record<ProgramStatus, Tone>> = {
  active: 'good',
  restricted: 'waiting',
  suspended: 'bad',
}
