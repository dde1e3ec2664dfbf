import { beforeAll, expect, it } from 'vitest'
import { currentCatalog } from '../../src/app/current-catalog.js'
import type { Database } from '../../src/store/database.js'
import { openLedger } from '../billing/provider.js'
import { describeEachLedger } from '../support/databases.js'
import { importTexts } from './importing.js'

const OLD = 'product_id,sku_id,product_title,sku_title,publisher_id,publisher_name,unit_type,profile'
const BASICS = 'Mail,Mail Basic,LIND,Lindenhof,License,license'

describeEachLedger('a file of the catalogue', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await openLedger(open)
  })
  const importSkus = (columns: string, ...rows: readonly string[]) =>
    importTexts(database, { skus: `${[`${OLD}${columns}`, ...rows].join('\n')}\n` })

  it('may be as old files are: what they do not say has its usual value', async () => {
    expect((await importSkus('', `OLD1,0001,${BASICS}`)).counts).toEqual(['skus: 1/0/0'])
    const sku = (await currentCatalog(database)).skus.get('OLD1:0001')
    expect(sku).toMatchObject({
      ...{ description: '', productType: 'OnlineServices', category: 'Enterprise', offerId: null, limit: null },
      ...{ transactable: true, channelExcluded: false, countries: null, publisherCountries: null, withdrawnOn: null },
      ...{ addOnBases: [], isTrial: false, isOfProvider: false, minimumQuantity: 1, segments: [] },
    })
    expect((await importSkus(',description', `OLD1,0001,${BASICS},`)).counts).toEqual(['skus: 0/1/0'])
  })

  it('says who may buy, and is known again', async () => {
    const publishers =
      'publisher_id,name,is_provider,setup_url,countries,channel_excluded\nLIND,Lindenhof,true,,NL;BE,true\n'
    const columns = ',is_add_on,offer_id,limit,limit_count,countries,add_on_bases,withdrawn_on,category'
    const row = `NEW1,0001,${BASICS},true,0190AAAA-0000-7000-8000-00000000a001,concurrent,2,NL; GB,OLD1:0001;NEW2:0001,2026-03-01,Small business`
    for (const counts of ['1/0/0', '0/1/0']) {
      const imported = await importTexts(database, { publishers, skus: `${OLD}${columns}\n${row}\n` })
      expect(imported.counts).toEqual([`publishers: ${counts}`, `skus: ${counts}`])
    }
    const catalog = await currentCatalog(database)
    expect(catalog.offers.get('0190aaaa-0000-7000-8000-00000000a001')).toBe('NEW1:0001')
    expect(catalog.skus.get('NEW1:0001')).toMatchObject({
      ...{ isAddOn: true, limit: { kind: 'concurrent', count: 2 }, countries: ['NL', 'GB'] },
      ...{ addOnBases: ['OLD1:0001', 'NEW2:0001'], category: 'Small business', isOfProvider: true },
      ...{ publisherCountries: ['NL', 'BE'], channelExcluded: true },
    })
  })

  it('is refused where it contradicts itself, or what there is', async () => {
    const refused = async (columns: string, cells: string, id = 'BAD1,0001') => {
      const { refusals, codes } = await importSkus(columns, `${id},${BASICS},${cells}`)
      return `${codes[0]?.replace('2 ', '')} ${refusals[0]?.reason}`
    }
    expect(await refused(',limit_count', '2')).toBe('malformed limit_count: there is no limit to count')
    expect(await refused(',add_on_bases', 'OLD1:0001')).toBe('malformed add_on_bases: only an add-on has bases')
    expect(await refused(',prerequisites', 'BAD1:0001')).toMatch(/^malformed BAD1:0001: a SKU cannot rest on itself/)
    expect(await refused(',countries', 'NL;NL')).toMatch(/^malformed countries: "NL;NL" is not at most 300 different/)
    expect(await refused(',countries', 'Holland')).toMatch(/^malformed countries/)
    expect(await refused(',category', 'Premium')).toMatch(/^malformed category/)
    expect(await refused(',product_type', 'Hardware')).toMatch(/^malformed product_type/)
    expect(await refused(',offer_id', '0190aaaa-0000-7000-8000-00000000a001')).toMatch(/^already-exists .*NEW1\/0001/)
    expect(await refused(',description', 'Other', 'OLD1,0001')).toBe(
      'already-exists the SKU exists already and differs in description',
    )
    expect(await refused(',description', 'x', 'A:B,0001')).toMatch(/^malformed product_id/)
    const publishers = 'publisher_id,name,setup_url\nSHOP,Shop,http://shop.example\nLIND,Other,\n'
    const { codes } = await importTexts(database, { publishers })
    expect(codes).toEqual(['2 malformed', '3 already-exists'])
  })
})
