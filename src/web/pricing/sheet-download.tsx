import {
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useKeptFile } from '../parts/download.js'
import { useCommonWords } from '../parts/words.js'
import type { Request } from '../wire/call.js'
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

/** The published columns of a file of prices, and what each form is called here. */
const FORMS = [
  ['new-commerce', 'newCommerceColumns'],
  ['license-based', 'licenseColumns'],
] as const

export interface SheetMonth {
  readonly market: string
  readonly month: string
  readonly thisMonth: string
}

export interface SheetDownloadProps {
  /** What is asked for to have the prices that are shown as a CSV file. */
  readonly shown: Pick<Request, 'path' | 'query'>
  /** For prices of a month: its sheets, too. */
  readonly sheets?: SheetMonth
}

/** The prices that are shown as a CSV file, and the price sheets as programs fetch them: ZIP archives with a CSV file each. */
export function SheetDownload({ shown, sheets }: SheetDownloadProps) {
  const say = usePricingWords()
  const common = useCommonWords()
  const { keep, busy } = useKeptFile()
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<ArrowDownloadRegular />} disabled={busy}>
          {busy ? common('downloading') : common('download')}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>{say('shownHere')}</MenuGroupHeader>
            {FORMS.map(([format, word]) => (
              <MenuItem
                key={format}
                onClick={() => keep({ path: shown.path, query: { ...shown.query, format } }, 'prices.csv')}
              >
                {say(word)}
              </MenuItem>
            ))}
          </MenuGroup>
          {sheets !== undefined && <MenuDivider />}
          {sheets !== undefined && (
            <MenuGroup>
              <MenuGroupHeader>{say('sheets')}</MenuGroupHeader>
              {SHEETS.map((view) => (
                <MenuItem key={view} onClick={() => keep(...sheetOf(view, sheets))}>
                  {say(view)}
                </MenuItem>
              ))}
            </MenuGroup>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

/** The request for a sheet, and the name of its file. */
function sheetOf(view: string, { market, month, thisMonth }: SheetMonth): [Request, string] {
  const timeline = month === thisMonth ? 'current' : month > thisMonth ? 'future' : 'history'
  const path = `/v1.0/sales/pricesheets(Market='${encodeURIComponent(market)}',PricesheetView='${view}')/$value`
  const query = { timeline, ...(timeline === 'history' ? { month: month.replace('-', '') } : {}) }
  return [{ path, query }, `${view}-${market}-${month}.zip`]
}
