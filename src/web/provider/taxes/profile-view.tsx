import type { z } from 'zod'
import type { providerProfileSchema } from '../../../api/schema/tax.js'
import { useNames } from '../../customers/names.js'
import { Facts, Section } from '../../parts/section.js'
import { Loaded } from '../../parts/states.js'
import { useMay } from '../../session/session.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import type { FormField, Values } from '../ui/form-fields.js'
import { useConsoleWords } from '../ui/words.js'
import { useTaxWords } from './words.js'

type Profile = z.output<typeof providerProfileSchema>

const PATH = '/v1/platform/provider-profile'

/** What documents say of the provider. */
export function ProfileView() {
  const say = useTaxWords()
  const may = useMay()
  const profile = useRead<Profile>(PATH)
  return (
    <Section
      title={say('profile')}
      actions={may('platform.tax.edit') && profile.data !== undefined && <EditProfile profile={profile.data} />}
    >
      <Loaded read={profile}>{(data) => <ProfileFacts profile={data} />}</Loaded>
    </Section>
  )
}

function ProfileFacts({ profile }: { readonly profile: Profile }) {
  const say = useTaxWords()
  const { address, payment } = profile
  const names = useNames()
  const lines = [...address.lines, `${address.postalCode} ${address.city}`, names.place(address)]
  return (
    <Facts
      facts={[
        [say('name'), profile.name],
        [say('address'), lines.map((line) => line.trim()).join(', ')],
        [say('registrationNumber'), profile.registrationNumber],
        [say('email'), profile.email],
        [say('phone'), profile.phone],
        [say('supportUrl'), profile.supportUrl],
        [say('languages'), profile.languages.join(', ')],
        [say('accountName'), payment.accountName],
        [say('iban'), payment.iban],
        [say('bic'), payment.bic],
        [say('instructions'), payment.instructions],
      ]}
    />
  )
}

function EditProfile({ profile }: { readonly profile: Profile }) {
  const say = useTaxWords()
  const general = useConsoleWords()
  const fields: readonly FormField[] = [
    { key: 'name', label: say('name'), maxLength: 200 },
    { key: 'lines', label: say('lines'), kind: 'area' },
    { key: 'postalCode', label: say('postalCode'), maxLength: 20 },
    { key: 'city', label: say('city'), maxLength: 100 },
    { key: 'region', label: say('region'), optional: true, maxLength: 60 },
    { key: 'country', label: general('country'), kind: 'country' },
    { key: 'registrationNumber', label: say('registrationNumber'), optional: true },
    { key: 'email', label: say('email'), kind: 'email', optional: true },
    { key: 'phone', label: say('phone'), optional: true },
    { key: 'supportUrl', label: say('supportUrl'), optional: true },
    { key: 'accountName', label: say('accountName') },
    { key: 'iban', label: say('iban'), optional: true },
    { key: 'bic', label: say('bic'), optional: true },
    { key: 'instructions', label: say('instructions'), kind: 'area', optional: true, maxLength: 1_000 },
  ]
  const { name, registrationNumber, email, phone, supportUrl } = profile
  const { lines, ...place } = profile.address
  return (
    <ActionForm
      text={say('editProfile')}
      intro={say('editProfileText')}
      fields={fields}
      initial={{
        name,
        registrationNumber,
        email,
        phone,
        supportUrl,
        ...place,
        ...profile.payment,
        lines: lines.join('\n'),
      }}
      request={(values) => ({
        method: 'PUT',
        path: PATH,
        body: bodyOf(values, profile),
        headers: { 'If-Match': profile.attributes.etag ?? '' },
      })}
      touches={[PATH]}
      done={say('profileSaved')}
    />
  )
}

/** What is left empty is left out. */
function filled(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(
    keys.map((key) => [key, (values[key] ?? '').trim()] as const).filter(([, value]) => value !== ''),
  )
}

function bodyOf(values: Values, { languages, electronicAddress }: Profile) {
  const lines = (values['lines'] ?? '').split('\n').filter((line) => line.trim() !== '')
  return {
    ...filled(values, ['name', 'registrationNumber', 'email', 'phone', 'supportUrl']),
    address: { ...filled(values, ['city', 'postalCode', 'region', 'country']), lines },
    languages,
    payment: filled(values, ['accountName', 'iban', 'bic', 'instructions']),
    ...(electronicAddress === undefined ? {} : { electronicAddress }),
  }
}
