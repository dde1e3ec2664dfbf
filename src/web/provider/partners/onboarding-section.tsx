import type { z } from 'zod'
import type { legalProfileSchema } from '../../../api/schema/profile.js'
import { Facts, Section } from '../../parts/section.js'
import { Loaded } from '../../parts/states.js'
import { Status, type Tone } from '../../parts/status.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { actingHeaders } from '../ui/acting-headers.js'
import { ActionForm } from '../ui/action-form.js'
import type { Partner } from '../ui/partner-name.js'
import { Buttons } from '../ui/toolbar.js'
import { usePartnerWords } from './words.js'

type Legal = z.output<typeof legalProfileSchema>
type Vetting = Legal['vettingStatus']

const TONES: Readonly<Record<Vetting, Tone>> = {
  none: 'plain',
  pending: 'waiting',
  authorized: 'good',
  rejected: 'bad',
}

/** Whether the legal profile was vetted, and the agreement signed. */
export function OnboardingSection({ partner }: { readonly partner: Partner }) {
  const say = usePartnerWords()
  const may = useMay()
  const legal = useRead<Legal>('/v1/profiles/legalbusiness', { headers: actingHeaders(partner.id) })
  return (
    <Section title={say('onboarding')}>
      <Loaded read={legal}>
        {(data) => (
          <>
            <Facts
              facts={[
                [say('company'), data.companyName],
                [
                  say('vetting'),
                  <Status key="state" text={say(`vetting_${data.vettingStatus}`)} tone={TONES[data.vettingStatus]} />,
                ],
                [
                  say('agreement'),
                  <Status
                    key="agreement"
                    text={partner.isAgreementSigned ? say('signed') : say('unsigned')}
                    tone={partner.isAgreementSigned ? 'good' : 'bad'}
                  />,
                ],
              ]}
            />
            {may('platform.partner.edit') && <Decisions partner={partner} vetting={data.vettingStatus} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

interface DecisionProps {
  readonly partner: Partner
  readonly vetting: Vetting
}

function Decisions({ partner, vetting }: DecisionProps) {
  const say = usePartnerWords()
  const path = pathOf`/v1/platform/partners/${partner.id}`
  const { name, isAgreementSigned } = partner
  const vet = (vettingStatus: string) => () => ({
    method: 'PUT' as const,
    path: `${path}/vetting`,
    body: { vettingStatus },
  })
  const note = (isSigned: boolean) => () => ({
    method: 'PUT' as const,
    path: `${path}/agreement`,
    body: { isAgreementSigned: isSigned },
  })
  const touches = [path, '/v1/profiles/legalbusiness']
  return (
    <Buttons>
      {vetting === 'pending' && (
        <>
          <ActionForm
            text={say('authorize')}
            appearance="primary"
            intro={say('authorizeText', { name })}
            request={vet('authorized')}
            touches={touches}
            done={say('authorized')}
          />
          <ActionForm
            text={say('reject')}
            intro={say('rejectText', { name })}
            request={vet('rejected')}
            touches={touches}
            done={say('rejected')}
          />
        </>
      )}
      {isAgreementSigned ? (
        <ActionForm
          text={say('noteUnsigned')}
          intro={say('noteUnsignedText')}
          request={note(false)}
          touches={touches}
          done={say('noted')}
        />
      ) : (
        <ActionForm
          text={say('noteSigned')}
          intro={say('noteSignedText')}
          request={note(true)}
          touches={touches}
          done={say('noted')}
        />
      )}
    </Buttons>
  )
}
