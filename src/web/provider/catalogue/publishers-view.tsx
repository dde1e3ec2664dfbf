import { useNames } from '../../customers/names.js'
import { Section } from '../../parts/section.js'
import { Empty, Loaded } from '../../parts/states.js'
import { type Column, Table } from '../../parts/table.js'
import { useCommonWords } from '../../parts/words.js'
import { useMay } from '../../session/session.js'
import { pathOf } from '../../wire/path.js'
import { useRead } from '../../wire/read.js'
import { ActionForm } from '../ui/action-form.js'
import type { FormField } from '../ui/form-fields.js'
import { useConsoleWords } from '../ui/words.js'
import type { Publisher } from './skus-view.js'
import { useCatalogueWords } from './words.js'

const PATH = '/v1/platform/catalog/publishers'

/** Who makes what is sold. */
export function PublishersView() {
  const say = useCatalogueWords()
  const general = useConsoleWords()
  const common = useCommonWords()
  const may = useMay()
  const found = useRead<{ readonly items: readonly Publisher[] }>(PATH)
  const { country } = useNames()
  const told = (holds: boolean) => (holds ? common('yes') : common('no'))
  const mayEdit = may('platform.catalog.edit')
  const columns: readonly Column<Publisher>[] = [
    { key: 'name', header: general('name'), cell: ({ name }) => name },
    { key: 'id', header: say('publisherId'), cell: ({ publisherId }) => publisherId },
    { key: 'provider', header: say('isProvider'), cell: ({ isProvider }) => told(isProvider) },
    {
      key: 'countries',
      header: say('countries'),
      cell: ({ countries }) => (countries === undefined ? say('everyCountry') : countries.map(country).join(', ')),
    },
    { key: 'excluded', header: say('excluded'), cell: ({ channelExcluded }) => told(channelExcluded) },
    { key: 'setup', header: say('setupUrl'), cell: ({ setupUrl }) => setupUrl },
    ...(mayEdit
      ? [
          {
            key: 'edit',
            header: general('actions'),
            cell: (publisher: Publisher) => <SavePublisher publisher={publisher} />,
          },
        ]
      : []),
  ]
  return (
    <Section title={say('publishers')} actions={mayEdit && <SavePublisher />}>
      <Loaded read={found}>
        {({ items }) => (
          <Table
            label={say('publishers')}
            columns={columns}
            rows={items}
            keyOf={({ publisherId }) => publisherId}
            empty={<Empty text={say('noPublishers')} />}
          />
        )}
      </Loaded>
    </Section>
  )
}

function SavePublisher({ publisher }: { readonly publisher?: Publisher }) {
  const say = useCatalogueWords()
  const general = useConsoleWords()
  const common = useCommonWords()
  const fields: readonly FormField[] = [
    ...(publisher === undefined ? [{ key: 'publisherId', label: say('publisherId'), maxLength: 60 }] : []),
    { key: 'name', label: general('name'), maxLength: 200 },
    { key: 'setupUrl', label: say('setupUrl'), optional: true, hint: say('setupHint'), maxLength: 500 },
    { key: 'countries', label: say('countries'), optional: true, hint: say('countriesHint') },
    { key: 'isProvider', label: say('isProvider'), kind: 'check' },
    { key: 'channelExcluded', label: say('channelExcluded'), kind: 'check' },
  ]
  const flag = (holds: boolean | undefined) => (holds === true ? 'true' : '')
  return (
    <ActionForm
      text={publisher === undefined ? say('addPublisher') : common('edit')}
      {...(publisher === undefined ? {} : { label: say('editPublisher', { name: publisher.name }) })}
      size={publisher === undefined ? 'medium' : 'small'}
      fields={fields}
      initial={{
        publisherId: publisher?.publisherId ?? '',
        name: publisher?.name ?? '',
        setupUrl: publisher?.setupUrl ?? '',
        countries: (publisher?.countries ?? []).join(' '),
        isProvider: flag(publisher?.isProvider),
        channelExcluded: flag(publisher?.channelExcluded),
      }}
      request={({ publisherId = '', name, setupUrl, countries = '', isProvider, channelExcluded }) => {
        const chosen = countries.split(/[\s,;]+/).filter((part) => part !== '')
        return {
          method: 'PUT',
          path: PATH + pathOf`/${publisherId}`,
          body: {
            name,
            isProvider: isProvider === 'true',
            channelExcluded: channelExcluded === 'true',
            countries: chosen.length === 0 ? null : chosen,
            ...(setupUrl ? { setupUrl } : {}),
          },
        }
      }}
      touches={['/v1/platform/catalog']}
      done={say('publisherSaved')}
    />
  )
}
