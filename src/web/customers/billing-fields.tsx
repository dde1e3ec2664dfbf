import { Field, Select } from '@fluentui/react-components'
import { findCountry } from '../../core/ordering/countries.js'
import { type Country, culturesOf } from '../../core/ordering/country.js'
import { Section } from '../parts/section.js'
import { AddressCheck } from './address-check.js'
import { type BillingField, type BillingForm, problemsOf, withCountry } from './billing-form.js'
import { CountrySelect } from './country-select.js'
import { FieldGrid, TextField } from './form-fields.js'
import { useNames } from './names.js'
import { useFormWords } from './words-form.js'

export interface BillingFieldsProps {
  readonly form: BillingForm
  readonly onChange: (form: BillingForm) => void
  /** Whether problems are told of fields that were not filled in yet: once somebody tried to save. */
  readonly isTried: boolean
  /** Whether a phone number is needed. */
  readonly needsPhone?: boolean
}

/** What is typed of a billing profile, field by field. */
function useBillingField({ form, onChange, isTried }: BillingFieldsProps) {
  const say = useFormWords()
  const country = findCountry(form.country)
  const problems = problemsOf(form, country)
  const problemOf = (name: BillingField) => {
    const problem = problems[name]
    if (problem === undefined || (!isTried && form[name] === '')) return undefined
    if (problem === 'missing') return isTried ? say('missing') : undefined
    if (name === 'email') return isTried ? say('emailForm') : undefined
    return isTried ? say('postalForm', { sample: country?.postalCode?.sample ?? '' }) : undefined
  }
  const props = (name: BillingField, required: boolean) => ({
    label: say(name),
    value: form[name],
    onChange: (value: string) => onChange({ ...form, [name]: value }),
    required,
    problem: problemOf(name),
  })
  return { country, props, problemOf, say }
}

/** Whom to write to. */
export function ContactFields(all: BillingFieldsProps) {
  const { props, say } = useBillingField(all)
  const { needsPhone = false } = all
  return (
    <Section title={say('contact')}>
      <FieldGrid>
        <TextField {...props('firstName', true)} />
        <TextField {...props('lastName', true)} />
        <TextField {...props('email', true)} type="email" />
        <TextField
          {...props('phoneNumber', needsPhone)}
          hint={needsPhone ? say('phoneNeeded') : undefined}
          type="tel"
        />
      </FieldGrid>
    </Section>
  )
}

/** Where to write to, as the country writes addresses. */
export function AddressFields(all: BillingFieldsProps) {
  const { form, onChange } = all
  const { country, props, problemOf, say } = useBillingField(all)
  const chooseCountry = (code: string) => {
    const chosen = findCountry(code)
    if (chosen !== undefined) onChange(withCountry(form, chosen))
  }
  return (
    <Section title={say('address')}>
      <FieldGrid>
        <Field label={say('country')} required>
          <CountrySelect value={form.country} onChange={(_, { value }) => chooseCountry(value)} />
        </Field>
        <TextField {...props('addressLine1', true)} />
        <TextField {...props('addressLine2', false)} />
        {country?.postalCode != null && (
          <TextField {...props('postalCode', true)} hint={say('postalHint', { sample: country.postalCode.sample })} />
        )}
        <TextField {...props('city', true)} />
        {country !== undefined && Object.keys(country.states).length > 0 && (
          <StateField
            country={country}
            value={form.state}
            problem={problemOf('state')}
            onChange={(state) => onChange({ ...form, state })}
          />
        )}
      </FieldGrid>
      <AddressCheck form={form} onUse={onChange} />
    </Section>
  )
}

interface StateFieldProps {
  readonly country: Country
  readonly value: string
  readonly problem: string | undefined
  readonly onChange: (state: string) => void
}

function StateField({ country, value, problem, onChange }: StateFieldProps) {
  const say = useFormWords()
  return (
    <Field label={say('state')} required {...(problem === undefined ? {} : { validationMessage: problem })}>
      <Select value={value} onChange={(_, { value: chosen }) => onChange(chosen)}>
        <option value="">{say('chooseState')}</option>
        {Object.entries(country.states).map(([code, name]) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  )
}

/** In which language papers are written, and how dates and amounts in them. */
export function LanguageFields({ form, onChange }: Pick<BillingFieldsProps, 'form' | 'onChange'>) {
  const say = useFormWords()
  const names = useNames()
  const country = findCountry(form.country)
  const cultures = new Set([...(country === undefined ? [] : culturesOf(country)), form.culture].filter(Boolean))
  const languages = new Set([...cultures].map((culture) => culture.slice(0, 2)))
  const options = (tags: Iterable<string>) =>
    [...tags].map((tag) => (
      <option key={tag} value={tag}>
        {names.language(tag)}
      </option>
    ))
  return (
    <Section title={say('preferences')}>
      <FieldGrid>
        <Field label={say('language')}>
          <Select value={form.language} onChange={(_, { value }) => onChange({ ...form, language: value })}>
            {options(new Set([...languages, form.language].filter(Boolean)))}
          </Select>
        </Field>
        <Field label={say('culture')}>
          <Select value={form.culture} onChange={(_, { value }) => onChange({ ...form, culture: value })}>
            {options(cultures)}
          </Select>
        </Field>
      </FieldGrid>
    </Section>
  )
}
