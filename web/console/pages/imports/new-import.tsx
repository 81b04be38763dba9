// A new import: a file is chosen, what its columns mean is guessed and confirmed, and it is begun. Nothing is written before.
import { FileInput, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { ReplyOf } from '#shared/api.ts'
import type { ImportKind } from '#shared/contracts/imports.ts'
import { call } from '../../../api/call.ts'
import { Act } from '../../../ui/act.tsx'
import { useChoice } from '../../../ui/address.ts'
import { Failure } from '../../../ui/failure.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../words.ts'
import { ChooseCampaign } from '../vouchers/choose-campaign.tsx'
import css from '../vouchers/desk.module.css'
import { type Columns, ColumnsTable } from './columns.tsx'
import { sendAlong } from './sending.ts'

const importKinds: readonly [ImportKind, ...ImportKind[]] = ['customers', 'products', 'orders', 'consents', 'codes']
/** Enough for the names of the columns and some rows. */
const SAMPLE_BYTES = 100_000

type Guess = ReplyOf<'guessImport'>

export function NewImport() {
  const { t } = useWords('delivery')
  const [kind, setKind] = useChoice('kind', importKinds)
  const [file, setFile] = useState<File | null>(null)
  const guess = useQuery({
    queryKey: ['guess-import', kind, file?.name, file?.size, file?.lastModified],
    queryFn: async ({ signal }) =>
      call('guessImport', { body: { kind, sample: await sampleOf(file as File) }, signal }),
    enabled: file !== null,
  })
  return (
    <Panel title={t('imports.add')} hint={t('imports.addHint')}>
      <div className={css.tools}>
        <Select
          label={t('imports.what')}
          value={kind}
          allowDeselect={false}
          onChange={(value) => setKind(importKinds.find((one) => one === value) ?? 'customers')}
          data={importKinds.map((one) => ({ value: one, label: t(`import.${one}`) }))}
        />
        <FileInput
          className={css.wide}
          label={t('imports.file')}
          description={t('imports.fileHint')}
          placeholder={t('imports.choose')}
          accept=".csv,.ndjson,.jsonl,text/csv,application/x-ndjson"
          value={file}
          onChange={setFile}
        />
      </div>
      {guess.error !== null && <Failure error={guess.error} />}
      {file !== null && guess.data !== undefined && (
        <Confirmed key={`${kind} ${file.name} ${file.size}`} kind={kind} file={file} guess={guess.data} />
      )}
    </Panel>
  )
}

/** Its last line may be cut off; the server leaves it out. */
const sampleOf = (file: File): Promise<string> => file.slice(0, SAMPLE_BYTES).text()

function Confirmed({ kind, file, guess }: { kind: ImportKind; file: File; guess: Guess }) {
  const { t } = useWords('delivery')
  const go = useNavigate()
  const [columns, setColumns] = useState<Columns>(guess.columns)
  const [currency, setCurrency] = useState('')
  const [campaignId, setCampaignId] = useState<string | null>(null)
  const taken = new Set(Object.values(columns).map(({ field }) => field))
  const missing = [...guess.missing, ...lost(guess, columns)].filter((field) => !taken.has(field))
  const begin = useMutation({
    mutationFn: () =>
      call('createImport', {
        body: {
          kind,
          columns,
          delimiter: guess.delimiter,
          ...(currency === '' ? {} : { currency: currency.toUpperCase() }),
          ...(campaignId === null ? {} : { campaignId }),
        },
      }),
    onSuccess: ({ id }) => {
      sendAlong(id, file, guess.format)
      void go(`/console/imports/${id}`)
    },
  })
  const lacks = missing.length > 0 ? t('imports.missing', { fields: missing.join(', ') }) : null
  const lacksCampaign = kind === 'codes' && campaignId === null ? t('imports.campaignFirst') : null
  return (
    <div className={css.stack}>
      <p className={css.note}>{t('imports.guessed')}</p>
      <ColumnsTable guess={guess} columns={columns} onChange={setColumns} />
      <div className={css.tools}>
        {kind === 'orders' && (
          <TextInput
            label={t('imports.currency')}
            description={t('imports.currencyHint')}
            maxLength={3}
            value={currency}
            onChange={(event) => setCurrency(event.currentTarget.value)}
          />
        )}
        {kind === 'codes' && (
          <ChooseCampaign
            label={t('imports.campaign')}
            placeholder={t('imports.choose')}
            nothing={t('imports.noCampaign')}
            value={campaignId}
            onChange={setCampaignId}
          />
        )}
      </div>
      {lacks !== null && <p className={css.note}>{lacks}</p>}
      {begin.error !== null && <Failure error={begin.error} />}
      <div>
        <Act whyNot={lacks ?? lacksCampaign} onClick={() => begin.mutate()} loading={begin.isPending}>
          {t('imports.begin')}
        </Act>
      </div>
    </div>
  )
}

/** Fields that a guess had found a column for and that somebody has taken it from; those that every row needs are told
 * by the server when rows come. */
function lost(guess: Guess, columns: Columns): string[] {
  const first = guess.fields[0]
  const had = Object.values(guess.columns).some(({ field }) => field === first)
  const has = Object.values(columns).some(({ field }) => field === first)
  return first !== undefined && had && !has ? [first] : []
}
