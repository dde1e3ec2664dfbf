import { AppLink } from '../parts/link.js'
import { useMay } from '../session/session.js'
import { useHomeWords } from './words.js'

/** The ways people go most often. */
export function QuickLinks() {
  const say = useHomeWords()
  const may = useMay()
  return (
    <>
      {may('customer.read') && <AppLink to="/customers">{say('toCustomers')}</AppLink>}
      {may('customer.create') && <AppLink to="/customers/new">{say('newCustomer')}</AppLink>}
      {may('billing.read') && <AppLink to="/billing">{say('toBilling')}</AppLink>}
    </>
  )
}
