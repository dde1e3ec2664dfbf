import { useParams } from '@tanstack/react-router'
import { useNames } from '../../customers/names.js'
import { useFormat } from '../../format/format.js'
import { Page } from '../../parts/page.js'
import { Facts, Section, Sections } from '../../parts/section.js'
import { Loaded } from '../../parts/states.js'
import { useCommonWords } from '../../parts/words.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { TAX_CLASS_CODES, useTaxClass } from '../../words/tax-classes.js'
import { ActionForm } from '../ui/action-form.js'
import { PartnerName } from '../ui/partner-name.js'
import { EditSku } from './edit-sku.js'
import { Sale, type Sku } from './skus-view.js'
import { useCatalogueWords } from './words.js'

/** One SKU with the rules of its sale. */
export function SkuPage() {
  const { productId, skuId } = useParams({ strict: false }) as { readonly productId: string; readonly skuId: string }
  const say = useCatalogueWords()
  const may = useMay()
  const sku = useRead<Sku>(pathOf`/v1/platform/catalog/skus/${productId}/${skuId}`)
  return (
    <Loaded read={sku}>
      {(data) => (
        <Page
          title={data.skuTitle}
          beside={<Sale sku={data} />}
          crumbs={[{ text: say('title'), to: '/provider/catalogue' }]}
          actions={
            <>
              {may('platform.tax.edit') && <SetTaxClass sku={data} />}
              {may('platform.catalog.edit') && <EditSku sku={data} />}
            </>
          }
        >
          <Sections>
            <What sku={data} />
            <Rules sku={data} />
          </Sections>
        </Page>
      )}
    </Loaded>
  )
}

function What({ sku }: { readonly sku: Sku }) {
  const say = useCatalogueWords()
  const common = useCommonWords()
  const told = (holds: boolean) => (holds ? common('yes') : common('no'))
  return (
    <Section title={say('facts')}>
      <Facts
        facts={[
          [say('product'), `${sku.productTitle} (${sku.productId}:${sku.skuId})`],
          [say('publisher'), sku.publisherName],
          [say('profile'), sku.profileId],
          [say('productType'), sku.productType],
          [say('category'), sku.category],
          [say('unit'), sku.unitType],
          [say('offerId'), sku.offerId],
          [say('isAddOn'), told(sku.isAddOn)],
          [say('isTrial'), sku.trialTerm ?? told(sku.isTrial)],
          [say('flat'), told(sku.flat)],
        ]}
      />
      {sku.description}
    </Section>
  )
}

function Rules({ sku }: { readonly sku: Sku }) {
  const say = useCatalogueWords()
  const common = useCommonWords()
  const { number, day } = useFormat()
  const told = (holds: boolean) => (holds ? common('yes') : common('no'))
  const { country } = useNames()
  const names = (list: readonly string[]) => (list.length === 0 ? common('none') : list.join(', '))
  return (
    <Section title={say('rules')}>
      <Facts
        facts={[
          [say('quantity'), `${number(sku.minimumQuantity)} – ${number(sku.maximumQuantity)}`],
          [
            say('limit'),
            sku.limit === undefined ? say('noLimit') : say(sku.limit.kind as 'lifetime', { count: sku.limit.count }),
          ],
          [say('countries'), sku.countries === undefined ? say('everyCountry') : names(sku.countries.map(country))],
          [
            say('exclusive'),
            sku.exclusivePartners === undefined
              ? say('everyPartner')
              : sku.exclusivePartners.map((id) => (
                  <div key={id}>
                    <PartnerName id={id} />
                  </div>
                )),
          ],
          [say('addOnBases'), names(sku.addOnBases)],
          [say('prerequisites'), names(sku.prerequisites)],
          [say('conversions'), names(sku.conversionTargets)],
          [say('upgrades'), names(sku.upgradeTargets)],
          [say('attestation'), told(sku.attestationRequired)],
          [say('activation'), told(sku.needsActivation)],
          [say('withdrawnOn'), sku.withdrawnOn === undefined ? undefined : day(sku.withdrawnOn)],
        ]}
      />
    </Section>
  )
}

function SetTaxClass({ sku }: { readonly sku: Sku }) {
  const say = useCatalogueWords()
  const nameOf = useTaxClass()
  return (
    <ActionForm
      text={say('taxClass')}
      intro={say('taxClassText')}
      fields={[
        {
          key: 'taxClass',
          label: say('taxClassName'),
          kind: 'choice',
          options: TAX_CLASS_CODES.map((value) => ({ value, text: nameOf(value) })),
        },
      ]}
      initial={{ taxClass: 'standard' }}
      request={(body) => ({
        method: 'PUT',
        path: pathOf`/v1/platform/products/${sku.productId}/skus/${sku.skuId}/tax-class`,
        body,
      })}
      touches={['/v1/platform/catalog']}
      done={say('taxClassSet')}
    />
  )
}
