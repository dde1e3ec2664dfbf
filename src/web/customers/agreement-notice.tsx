import { MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import { ButtonLink } from '../parts/button-link.js'
import { useMay } from '../session/session.js'
import { useAgreement } from './agreement.js'
import { useCustomerWords } from './words.js'

/** Tells what must be done before anything can be bought; nothing once it was. */
export function AgreementNotice({ customerId }: { readonly customerId: string }) {
  const say = useCustomerWords()
  const may = useMay()
  const { isMissing } = useAgreement(customerId)
  if (!isMissing) return null
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{say('agreementNeeded')}</MessageBarBody>
      {may('agreement.confirm') && (
        <MessageBarActions>
          <ButtonLink to={`/customers/${customerId}`} search={{ tab: 'agreement' }}>
            {say('recordAgreement')}
          </ButtonLink>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
