import { PRODUCT_TYPE_IDS } from '../../../core/catalog/product-type.js'
import { SKU_CATEGORIES } from '../../../core/catalog/sku-category.js'
import { pathOf } from '../../wire/path.js'
import { ActionForm } from '../ui/action-form.js'
import type { FormField, Values } from '../ui/form-fields.js'
import { useConsoleWords } from '../ui/words.js'
import type { Sku } from './skus-view.js'
import { useCatalogueWords } from './words.js'

const optionsOf = (values: readonly string[]) => values.map((value) => ({ value, text: value }))
const listOf = (typed: string | undefined) => (typed ?? '').split(/[\s,;]+/).filter((part) => part !== '')

/** Changes how and to whom a SKU is sold. */
export function EditSku({ sku }: { readonly sku: Sku }) {
  const say = useCatalogueWords()
  const general = useConsoleWords()
  const names = { optional: true, hint: say('namesHint') } as const
  const fields: readonly FormField[] = [
    { key: 'description', label: general('description'), kind: 'area', optional: true, maxLength: 1_000 },
    { key: 'productType', label: say('productType'), kind: 'choice', options: optionsOf(PRODUCT_TYPE_IDS) },
    { key: 'category', label: say('category'), kind: 'choice', options: optionsOf(SKU_CATEGORIES) },
    { key: 'minimumQuantity', label: say('minimum'), kind: 'number' },
    { key: 'maximumQuantity', label: say('maximum'), kind: 'number' },
    {
      key: 'limitKind',
      label: say('limitKind'),
      kind: 'choice',
      options: [
        { value: 'none', text: say('noLimit') },
        { value: 'lifetime', text: say('limitLifetime') },
        { value: 'concurrent', text: say('limitConcurrent') },
      ],
    },
    {
      key: 'limitCount',
      label: say('limitCount'),
      kind: 'number',
      shown: ({ limitKind }) => limitKind !== 'none',
    },
    { key: 'transactable', label: say('transactable'), kind: 'check' },
    { key: 'channelExcluded', label: say('channelExcluded'), kind: 'check' },
    { key: 'attestationRequired', label: say('attestation'), kind: 'check' },
    { key: 'needsActivation', label: say('activation'), kind: 'check' },
    { key: 'countries', label: say('countries'), optional: true, hint: say('countriesHint') },
    { key: 'addOnBases', label: say('addOnBases'), ...names },
    { key: 'prerequisites', label: say('prerequisites'), ...names },
    { key: 'conversionTargets', label: say('conversions'), ...names },
    { key: 'upgradeTargets', label: say('upgrades'), ...names },
    { key: 'withdrawnOn', label: say('withdrawnOn'), kind: 'day', optional: true, hint: say('withdrawnHint') },
  ]
  return (
    <ActionForm
      text={say('edit')}
      appearance="primary"
      intro={say('editText')}
      fields={fields}
      initial={valuesOf(sku)}
      request={(values) => ({
        method: 'PATCH',
        path: pathOf`/v1/platform/catalog/skus/${sku.productId}/${sku.skuId}`,
        body: rulesOf(values),
        headers: { 'If-Match': sku.attributes.etag ?? '' },
      })}
      touches={['/v1/platform/catalog']}
      done={say('changed')}
    />
  )
}

function valuesOf(sku: Sku): Values {
  const flag = (holds: boolean) => (holds ? 'true' : '')
  return {
    description: sku.description,
    productType: sku.productType,
    category: sku.category,
    minimumQuantity: String(sku.minimumQuantity),
    maximumQuantity: String(sku.maximumQuantity),
    limitKind: sku.limit?.kind ?? 'none',
    limitCount: String(sku.limit?.count ?? 1),
    transactable: flag(sku.transactable),
    channelExcluded: flag(sku.channelExcluded),
    attestationRequired: flag(sku.attestationRequired),
    needsActivation: flag(sku.needsActivation),
    countries: (sku.countries ?? []).join(' '),
    addOnBases: sku.addOnBases.join(' '),
    prerequisites: sku.prerequisites.join(' '),
    conversionTargets: sku.conversionTargets.join(' '),
    upgradeTargets: sku.upgradeTargets.join(' '),
    withdrawnOn: sku.withdrawnOn ?? '',
  }
}

function rulesOf(values: Values) {
  const { limitKind, limitCount, countries, withdrawnOn } = values
  const flag = (key: string) => values[key] === 'true'
  const chosen = listOf(countries)
  return {
    description: values['description'],
    productType: values['productType'],
    category: values['category'],
    minimumQuantity: Number(values['minimumQuantity']),
    maximumQuantity: Number(values['maximumQuantity']),
    limit: limitKind === 'none' ? null : { kind: limitKind, count: Number(limitCount) },
    transactable: flag('transactable'),
    channelExcluded: flag('channelExcluded'),
    attestationRequired: flag('attestationRequired'),
    needsActivation: flag('needsActivation'),
    countries: chosen.length === 0 ? null : chosen,
    addOnBases: listOf(values['addOnBases']),
    prerequisites: listOf(values['prerequisites']),
    conversionTargets: listOf(values['conversionTargets']),
    upgradeTargets: listOf(values['upgradeTargets']),
    withdrawnOn: withdrawnOn ? withdrawnOn : null,
  }
}
