import {
  Button,
  Field,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Select,
  Text,
} from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { Confirm } from '../parts/confirm.js'
import { useKeptFile } from '../parts/download.js'
import { useNotify } from '../parts/notify.js'
import { useCommonWords } from '../parts/words.js'
import { pathOf } from '../wire/path.js'
import { useChange } from '../wire/read.js'
import { useLanguage } from '../words/words.js'
import { BillDownload } from './bill-download.js'
import type { BillInFull } from './types.js'
import { useInvoiceWords } from './words-invoice.js'

const DOCUMENTS = ['pdf', 'factur-x', 'ubl', 'cii'] as const
const FILES = ['csv', 'xlsx'] as const

/** Everything a document can be downloaded as. */
export function InvoiceDownloads({ bill }: { readonly bill: BillInFull }) {
  const say = useInvoiceWords()
  const common = useCommonWords()
  const language = useLanguage()
  const { keep, busy } = useKeptFile()
  const [exporting, setExporting] = useState(false)
  const keepDocument = (format: string) =>
    keep(
      { path: pathOf`/v1/invoices/${bill.id}/documents/statement`, query: { format, language } },
      `${bill.id}.${format === 'pdf' || format === 'factur-x' ? 'pdf' : 'xml'}`,
    )
  const keepFile = (kind: string, format: string) =>
    keep({ path: pathOf`/v1/invoices/${bill.id}/files/${format}`, query: { kind } }, `${bill.id}-${kind}.${format}`)
  return (
    <>
      <BillDownload id={bill.id} />
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<ArrowDownloadRegular />} disabled={busy}>
            {busy ? common('downloading') : say('download')}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuGroup>
              <MenuGroupHeader>{say('documents')}</MenuGroupHeader>
              {DOCUMENTS.map((format) => (
                <MenuItem key={format} onClick={() => keepDocument(format)}>
                  {say(format)}
                </MenuItem>
              ))}
            </MenuGroup>
            <MenuDivider />
            <MenuGroup>
              <MenuGroupHeader>{say('files')}</MenuGroupHeader>
              {bill.fileKinds.flatMap((kind) =>
                FILES.map((format) => (
                  <MenuItem key={`${kind} ${format}`} onClick={() => keepFile(kind, format)}>
                    {say(format, { kind: say(kind) })}
                  </MenuItem>
                )),
              )}
              <MenuItem onClick={() => setExporting(true)}>{say('export')}</MenuItem>
            </MenuGroup>
          </MenuList>
        </MenuPopover>
      </Menu>
      {exporting && <BeginExport id={bill.id} onClose={() => setExporting(false)} />}
    </>
  )
}

/** Has the files of a document made in the background. */
function BeginExport({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const say = useInvoiceWords()
  const notify = useNotify()
  const [format, setFormat] = useState<string>('csv')
  const begin = useChange<string>(
    (wanted) => ({ method: 'POST', path: '/v1/invoices/exports', body: { invoiceIds: [id], format: wanted } }),
    ['/v1/exports'],
  )
  return (
    <Confirm
      open
      title={say('exportTitle', { id })}
      action={say('exportAction')}
      busy={begin.isPending}
      fault={begin.error}
      onClose={onClose}
      onConfirm={() =>
        begin.mutate(format, {
          onSuccess: () => {
            notify(say('exportDone'))
            onClose()
          },
        })
      }
    >
      <Text block>{say('exportText')}</Text>
      <Field label={say('format')}>
        <Select value={format} onChange={(_, { value }) => setFormat(value)}>
          <option value="csv">CSV</option>
          <option value="xlsx">Excel</option>
        </Select>
      </Field>
    </Confirm>
  )
}
