import type { z } from 'zod'
import type { partnerSchema } from '../../../api/schema/identity.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { InlineLink } from './inline-link.js'
import { useConsoleWords } from './words.js'

export type Partner = z.output<typeof partnerSchema>

const PROVIDER_ID = '00000000-0000-0000-0000-000000000000'

/** Name of a partner, leading to its page. */
export function PartnerName({ id }: { readonly id: string }) {
  const say = useConsoleWords()
  const isProvider = id === PROVIDER_ID
  const { data } = useRead<Partner>(isProvider ? undefined : pathOf`/v1/platform/partners/${id}`)
  if (isProvider) return say('provider')
  return <InlineLink to={`/provider/partners/${id}`}>{data?.name ?? id}</InlineLink>
}
