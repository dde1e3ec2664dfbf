import { type Command, InvalidArgumentError, Option } from 'commander'
import type { StoredExemption } from '../app/tax-exemptions.js'
import type { PartnerTaxes } from '../app/tax-profiles.js'
import type { Withholding, WithholdingState } from '../app/tax-withholdings.js'
import { type Day, formatDay } from '../core/calendar/day.js'
import { dayOfInstant } from '../core/calendar/instant.js'
import { TAX_CLASSES, type TaxClass } from '../core/invoicing/tax-class.js'
import type { TaxAssessment } from '../core/invoicing/tax-engine.js'
import { placeName } from '../core/invoicing/tax-territory.js'
import { TAX_ID_STATES, type TaxIdState } from '../core/invoicing/tax-treatment.js'
import type { Currency } from '../core/money/currency.js'
import { formatPlainDecimal } from '../core/money/decimal.js'
import { formatAmount } from '../core/money/format-amount.js'
import { acceptedOf, asProvider, partCommand, providerContext } from './as-provider.js'
import { ExitCode } from './exit-codes.js'
import { currencyOption, nameOption } from './identity-options.js'
import { type AmountText, amountOf, amountOption } from './money-options.js'
import { printJson, table } from './output.js'
import { dayOption, idOption, wholeOption } from './parse-options.js'
import { CommandError, type SessionOptions, withDatabase } from './session.js'

interface Shared extends SessionOptions {
  readonly json?: boolean
}

/** Most submissions that are listed. */

/** The parts of `prorata tax` that are about partners. */
export function partnerTaxCommands(): Command[] {
  return [
    showCommand(),
    setCommand(),
    validateCommand(),
    explainCommand(),
    exemptionsCommand(),
    reviewExemptionCommand(),
    withholdingsCommand(),
    reviewWithholdingCommand(),
  ]
}

export function regionOption(text: string): string {
  if (!/^[A-Za-z0-9]{0,10}$/.test(text)) throw new InvalidArgumentError('It must be the code of a state, such as WA.')
  return text.toUpperCase()
}

function ofPartner(name: string, description: string): Command {
  return partCommand(name, description).argument('<partner>', 'its id', idOption)
}

function showCommand(): Command {
  return ofPartner('show', 'show how a partner is taxed, and what was found out about its tax id').action(
    async (partner: string, options: Shared) => {
      const { showPartnerTaxes } = await import('../app/tax-profiles.js')
      const taxes = await asProvider(options, (context) => showPartnerTaxes(context, partner))
      printTaxes(taxes, options)
    },
  )
}

function printTaxes(taxes: PartnerTaxes, options: Shared) {
  const versions = taxes.profiles.map(({ version, validFrom, taxId, ...place }) => ({
    ...{ version, validFrom: formatDay(validFrom), place: placeName(place), taxId },
  }))
  const checks = taxes.validations.map(({ taxId, state, checkedOn, evidence, validator }) => ({
    ...{ taxId, state, checkedOn: formatDay(checkedOn), evidence, validator },
  }))
  const { country, region, taxId, taxIdState } = taxes.now
  if (options.json === true) return printJson({ now: { country, region, taxId, taxIdState }, versions, checks })
  console.log(`Now: ${placeName(taxes.now)}, tax id ${taxId === null ? '(none)' : `${taxId} (${taxIdState})`}`)
  if (versions.length > 0) {
    const cells = versions.map((one) => [String(one.version), one.validFrom, one.place, one.taxId ?? ''])
    console.log(`\n${table(['Version', 'From', 'Place', 'Tax id'], cells)}`)
  }
  if (checks.length > 0) {
    const cells = checks.map((one) => [one.checkedOn, one.taxId, one.state, one.validator, one.evidence])
    console.log(`\n${table(['Checked', 'Tax id', 'State', 'By', 'Evidence'], cells)}`)
  }
}

interface Facts extends Shared {
  readonly taxId?: string | false
  readonly region?: string
  readonly validFrom: Day
}

function setCommand(): Command {
  return ofPartner('set', 'say on which data a partner is taxed from a day on that has not been invoiced yet')
    .option('--tax-id <id>', 'its tax id', (text) => nameOption(text, 40))
    .option('--no-tax-id', 'it has none')
    .option('--region <code>', 'its state or province', regionOption)
    .requiredOption('--valid-from <day>', 'first day', dayOption)
    .action(async (partner: string, { taxId, region, validFrom, ...options }: Facts) => {
      const { setTaxFacts } = await import('../app/tax-profiles.js')
      const facts = {
        ...(taxId === false ? { taxId: null } : typeof taxId === 'string' ? { taxId } : {}),
        ...(region === undefined ? {} : { region }),
      }
      printTaxes(await asProvider(options, (context) => setTaxFacts(context, partner, facts, validFrom)), options)
    })
}

interface Checked extends Shared {
  readonly state?: TaxIdState
  readonly evidence?: string
  readonly checkedOn?: Day
}

function validateCommand(): Command {
  return ofPartner('validate', 'keep what was found out about a tax id; without --state, look at form and check digits')
    .addOption(new Option('--state <state>', 'what was found').choices([...TAX_ID_STATES]))
    .option('--evidence <text>', 'where, such as a consultation number', (text) => nameOption(text, 1_000))
    .option('--checked-on <day>', 'when; today', dayOption)
    .action(async (partner: string, { state, evidence, checkedOn, ...options }: Checked) => {
      if ((state === undefined) !== (evidence === undefined)) {
        throw new CommandError('Give --state and --evidence together, or neither.', ExitCode.unusable)
      }
      const { checkPartnerTaxId } = await import('../app/tax-profiles.js')
      const kept = await asProvider(options, (context) => {
        const day = checkedOn ?? dayOfInstant(context.now)
        const check = state === undefined || evidence === undefined ? undefined : { state, evidence, checkedOn: day }
        return checkPartnerTaxId(context, partner, check)
      })
      if (options.json === true) return printJson({ check: { ...kept, checkedOn: formatDay(kept.checkedOn) } })
      console.log(`${kept.taxId} is ${kept.state}: ${kept.evidence}`)
    })
}

interface Explained extends Shared {
  readonly amount: AmountText
  readonly currency: Currency
  readonly class: TaxClass
  readonly on?: Day
}

function explainCommand(): Command {
  return ofPartner('explain', 'say what an amount would be taxed by, and why')
    .requiredOption('--amount <amount>', 'before tax, in major units', amountOption)
    .option('--currency <code>', 'its currency', currencyOption, 'EUR' as Currency)
    .addOption(new Option('--class <class>', 'tax class').choices(Object.keys(TAX_CLASSES)).default('standard'))
    .option('--on <day>', 'date of the invoice; today', dayOption)
    .action(async (partner: string, options: Explained) => {
      const { explainTaxes } = await import('../app/tax-profiles.js')
      const net = { taxClass: options.class, amount: amountOf(options.amount, options.currency) }
      const assessed = await withDatabase(options, async (database) => {
        const context = providerContext(database)
        return acceptedOf(await explainTaxes(context, partner, net, options.on ?? dayOfInstant(context.now)))
      })
      printAssessment(assessed, options)
    })
}

function printAssessment(assessed: TaxAssessment | undefined, { json, currency }: Explained) {
  const components = (assessed?.nets ?? []).flatMap((net) => net.components)
  const shown = components.map(({ rate, taxable, tax, ...texts }) => ({
    ...{
      ...texts,
      rate: formatPlainDecimal(rate),
      taxable: formatAmount(taxable, currency),
      tax: formatAmount(tax, currency),
    },
  }))
  if (json === true) {
    return printJson({ treatment: assessed?.treatment ?? null, why: assessed?.why ?? null, components: shown })
  }
  if (assessed === undefined) return console.log('Not taxed: the provider is registered nowhere on that day.')
  console.log(assessed.why)
  for (const { category, name, rate, tax, exemptionReason, why } of shown) {
    const reason = exemptionReason === '' ? '' : ` (${exemptionReason})`
    console.log(`  ${category} ${name} ${rate} %: ${tax} ${currency}${reason}. ${why}`)
  }
}

function exemptionsCommand(): Command {
  return partCommand('exemptions', 'list certificates of exemption, oldest first')
    .addOption(new Option('--state <state>', 'in this state').choices(['submitted', 'approved', 'rejected']))
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 500)
    .action(async (options: Shared & { readonly state?: StoredExemption['state']; readonly limit: number }) => {
      const { showExemptions } = await import('../app/tax-exemptions.js')
      const states = options.state === undefined ? undefined : [options.state]
      const found = await withDatabase(options, (database) =>
        showExemptions({ session: database }, { states, queue: {}, limit: options.limit }),
      )
      const shown = found.map(shownExemption)
      if (options.json === true) return printJson({ exemptions: shown })
      if (shown.length === 0) return console.log('There are no exemptions.')
      const cells = shown.map((one) => [one.id, one.partner, one.place, one.certificate, one.validFrom, one.state])
      console.log(table(['Id', 'Partner', 'Place', 'Certificate', 'From', 'State'], cells))
    })
}

function shownExemption({ exemptionId: id, partnerId: partner, validFrom, validTo, ...rest }: StoredExemption) {
  const { taxClasses, components, certificate, state, note } = rest
  return {
    ...{ id, partner, place: placeName(rest), taxClasses, components, certificate, validFrom: formatDay(validFrom) },
    ...{ validTo: validTo === undefined ? null : formatDay(validTo), state, note },
  }
}

interface Decided extends Shared {
  readonly note: string
}

function decisionCommand(name: string, what: string, description: string): Command {
  return ofPartner(name, description)
    .argument(`<${what}>`, 'its id', idOption)
    .argument('<decision>', 'what it becomes')
    .option('--note <text>', 'what the partner is told', (text) => nameOption(text, 1_000), '')
}

function reviewExemptionCommand(): Command {
  return decisionCommand('review-exemption', 'exemption', 'approve or reject an exemption').action(
    async (partnerId: string, exemptionId: string, decision: string, { note, ...options }: Decided) => {
      const state = oneOf(decision, ['approved', 'rejected'] as const)
      const { reviewExemption } = await import('../app/tax-exemptions.js')
      const reviewed = await asProvider(options, (context) =>
        reviewExemption(context, { partnerId, exemptionId }, { state, note }),
      )
      if (options.json === true) printJson({ exemption: shownExemption(reviewed) })
      else console.log(`The exemption is ${reviewed.state}.`)
    },
  )
}

function oneOf<Word extends string>(text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text)
  if (found === undefined) throw new CommandError(`It becomes one of ${words.join(', ')}.`, ExitCode.unusable)
  return found
}

const WITHHOLDING_STATES = ['submitted', 'sent-back', 'approved', 'completed'] as const

function withholdingsCommand(): Command {
  return partCommand('withholdings', 'list claims for tax withheld, oldest first')
    .addOption(new Option('--state <state>', 'in this state').choices([...WITHHOLDING_STATES]))
    .option('--limit <n>', 'at most so many', wholeOption(1, 100_000), 500)
    .action(async (options: Shared & { readonly state?: WithholdingState; readonly limit: number }) => {
      const { showWithholdings } = await import('../app/tax-withholdings.js')
      const states = options.state === undefined ? undefined : [options.state]
      const found = await withDatabase(options, (database) =>
        showWithholdings({ session: database }, { states, queue: {}, limit: options.limit }),
      )
      const shown = found.map(shownWithholding)
      if (options.json === true) return printJson({ withholdings: shown })
      if (shown.length === 0) return console.log('There are no claims.')
      const cells = shown.map((one) => [one.id, one.partner, one.invoice, one.total, one.currency, one.state])
      console.log(table(['Id', 'Partner', 'Invoice', 'Total', '', 'State'], cells, [3]))
    })
}

function shownWithholding({ withholdingId: id, partnerId: partner, invoiceNumber: invoice, ...rest }: Withholding) {
  const { currency, total, state, note } = rest
  return { id, partner, invoice, total: formatAmount(total, currency as Currency), currency, state, note }
}

function reviewWithholdingCommand(): Command {
  const description = 'send a claim back, approve it, or complete it, which pays the invoice'
  return decisionCommand('review-withholding', 'claim', description).action(
    async (partnerId: string, withholdingId: string, decision: string, { note, ...options }: Decided) => {
      const state = oneOf(decision, ['sent-back', 'approved', 'completed'] as const)
      const { reviewWithholding } = await import('../app/tax-withholdings.js')
      const reviewed = await asProvider(options, (context) =>
        reviewWithholding(context, { partnerId, withholdingId }, { state, note }),
      )
      if (options.json === true) printJson({ withholding: shownWithholding(reviewed) })
      else console.log(`The claim is ${reviewed.state}.`)
    },
  )
}
