import { Field, Input, Textarea } from '@fluentui/react-components'
import type { CreditDraft } from './credit-draft.js'
import { useCreditWords } from './words-credits.js'

/** What is asked about an outage. */
export function OutageFields({
  draft,
  set,
}: {
  readonly draft: CreditDraft
  readonly set: (change: Partial<CreditDraft>) => void
}) {
  const say = useCreditWords()
  return (
    <>
      <Field label={say('incident')} hint={say('incidentHint')} required>
        <Input value={draft.incidentId} onChange={(_, { value }) => set({ incidentId: value })} />
      </Field>
      <Field label={say('startedAt')} required>
        <Input type="datetime-local" value={draft.startedAt} onChange={(_, { value }) => set({ startedAt: value })} />
      </Field>
      <Field label={say('endedAt')} required>
        <Input type="datetime-local" value={draft.endedAt} onChange={(_, { value }) => set({ endedAt: value })} />
      </Field>
      <Field label={say('users')} required>
        <Input
          type="number"
          min={0}
          value={draft.affectedUsers}
          onChange={(_, { value }) => set({ affectedUsers: value })}
        />
      </Field>
      <Field label={say('locations')} required>
        <Input value={draft.locations} onChange={(_, { value }) => set({ locations: value })} />
      </Field>
      <Field label={say('attempts')} required>
        <Textarea value={draft.attempts} onChange={(_, { value }) => set({ attempts: value })} />
      </Field>
      <Field
        label={say('email')}
        required
        {...(draft.customerDomain === '' ? {} : { hint: say('emailHint', { domain: draft.customerDomain }) })}
      >
        <Input type="email" value={draft.customerEmail} onChange={(_, { value }) => set({ customerEmail: value })} />
      </Field>
    </>
  )
}
