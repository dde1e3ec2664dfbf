import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useKeptFile } from '../parts/download.js'
import { useCommonWords } from '../parts/words.js'
import { usePricingWords } from './words.js'

/** The published sheets, and what each is called here. */
const SHEETS = [
  'updatedlicensebased',
  'licensebasedeos',
  'software',
  'marketplace',
  'azure_consumption',
  'azure_reservations',
] as const

export interface SheetDownloadProps {
  readonly market: string
  readonly month: string
  readonly thisMonth: string
}

/** The price sheets of a month and market, as programs fetch them: ZIP archives with a CSV file each. */
export function SheetDownload({ market, month, thisMonth }: SheetDownloadProps) {
  const say = usePricingWords()
  const common = useCommonWords()
  const { keep, busy } = useKeptFile()
  const timeline = month === thisMonth ? 'current' : month > thisMonth ? 'future' : 'history'
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowDownloadRegular />} disabled={busy}>
          {busy ? common('downloading') : say('sheets')}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {SHEETS.map((view) => {
            const path = `/v1.0/sales/pricesheets(Market='${encodeURIComponent(market)}',PricesheetView='${view}')/$value`
            const query = { timeline, ...(timeline === 'history' ? { month: month.replace('-', '') } : {}) }
            return (
              <MenuItem key={view} onClick={() => keep({ path, query }, `${view}-${market}-${month}.zip`)}>
                {say(view)}
              </MenuItem>
            )
          })}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
