// The settings of the house: zone, currency, and its colour and logo with how well they can be read.
import { Button, ColorInput, FileButton, Group, Select, Switch, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ReplyOf } from '#shared/api.ts'
import { contrast, inkOn, isColour, readableOn } from '#shared/contrast.ts'
import { call } from '../../api/call.ts'
import { houseSettings } from '../../api/house-settings.ts'
import { useWhyNot } from '../../parts/access.ts'
import { Act } from '../../ui/act.tsx'
import { Answer } from '../../ui/answer.tsx'
import { Failure } from '../../ui/failure.tsx'
import { readerLocale } from '../../ui/language.ts'
import { Page } from '../../ui/page.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useWords } from '../words.ts'
import css from './settings.module.css'
import { CustomerLanguages } from './settings-languages.tsx'

type House = ReplyOf<'getSettings'>
const OWN = '#1b6b4a'
const MOST_BYTES = 24 * 1024

export function Settings() {
  const { t } = useWords('settings')
  const kept = useQuery(houseSettings)
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Answer of={kept}>
        {(house) => (
          <div className={css.stack}>
            <Form house={house} />
            <CustomerLanguages />
          </div>
        )}
      </Answer>
    </Page>
  )
}

function Form({ house }: { house: House }) {
  const { t } = useWords('settings')
  const why = useWhyNot('keys.manage')
  const client = useQueryClient()
  const [typed, setTyped] = useState(house)
  const save = useMutation({
    mutationFn: () => call('putSettings', { body: typed }),
    onSuccess: (saved) => {
      setTyped(saved)
      client.setQueryData(houseSettings.queryKey, saved)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const set = (change: Partial<House>) => setTyped((all) => ({ ...all, ...change }))
  return (
    <form onSubmit={submit} className={css.stack}>
      <Panel title={t('place.title')}>
        <div className={css.fields}>
          <Select
            label={t('place.zone')}
            description={t('place.zoneHint')}
            data={zones(typed.timeZone)}
            value={typed.timeZone}
            searchable
            clearable
            placeholder={t('place.zoneNone')}
            onChange={(timeZone) => set({ timeZone })}
          />
          <TextInput
            label={t('place.currency')}
            description={t('place.currencyHint')}
            maxLength={3}
            value={typed.currency}
            onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
          />
        </div>
      </Panel>
      <Panel title={t('brand.title')} hint={t('brand.hint')}>
        <Switch
          label={t('brand.own')}
          checked={typed.colour !== null}
          onChange={(event) => set({ colour: event.currentTarget.checked ? OWN : null })}
        />
        {typed.colour !== null && <Colour value={typed.colour} onChange={(colour) => set({ colour })} />}
        <Logo value={typed.logo} onChange={(logo) => set({ logo })} />
      </Panel>
      {save.isError && <Failure error={save.error} />}
      <Group>
        <Act type="submit" onClick={() => {}} whyNot={why} loading={save.isPending}>
          {t('save')}
        </Act>
        <span role="status">{save.isSuccess ? t('saved') : ''}</span>
      </Group>
    </form>
  )
}

/** All zones the browser knows; the kept one stands among them whatever it is. */
function zones(kept: string | null): string[] {
  return [...new Set(['UTC', ...(kept === null ? [] : [kept]), ...Intl.supportedValuesOf('timeZone')])]
}

interface Field<T> {
  value: T
  onChange: (value: T) => void
}

function Colour({ value, onChange }: Field<string>) {
  const { t } = useWords('settings')
  return (
    <div className={css.colour}>
      <ColorInput
        label={t('brand.colour')}
        value={value}
        onChange={(next) => onChange(next.toLowerCase())}
        format="hex"
        withEyeDropper={false}
      />
      {isColour(value) && (
        <div className={css.papers}>
          <Paper paper="#faf8f4" name={t('brand.light')} colour={value} />
          <Paper paper="#121714" name={t('brand.dark')} colour={value} />
        </div>
      )}
    </div>
  )
}

/** The button of the privacy centre as it will look, and what its contrast is. */
function Paper({ paper, name, colour }: { paper: string; name: string; colour: string }) {
  const { t } = useWords('settings')
  const shown = readableOn(colour, paper)
  const ratio = new Intl.NumberFormat(readerLocale(), { maximumFractionDigits: 1 }).format(contrast(shown, paper))
  return (
    <figure className={css.paper}>
      <div style={{ background: paper }} aria-hidden="true">
        <span style={{ background: shown, color: inkOn(shown) }}>{t('brand.sample')}</span>
      </div>
      <figcaption>
        <strong>{name}</strong>: {t('brand.ratio', { ratio })},{' '}
        {shown === colour ? t('brand.kept') : t('brand.moved', { colour: shown })}
      </figcaption>
    </figure>
  )
}

function Logo({ value, onChange }: Field<string | null>) {
  const { t } = useWords('settings')
  const [isBad, setBad] = useState(false)
  const take = async (file: File | null) => {
    if (file === null) return
    const isFit = /^image\/(png|jpeg|webp)$/.test(file.type) && file.size <= MOST_BYTES
    setBad(!isFit)
    if (isFit) onChange(await asDataAddress(file))
  }
  return (
    <div className={css.logo}>
      <p>
        <strong>{t('brand.logo')}</strong> {t('brand.logoHint')}
      </p>
      {value !== null && <img src={value} alt={t('brand.logoAlt')} />}
      {isBad && <p role="alert">{t('brand.logoBad')}</p>}
      <Group>
        <FileButton onChange={(file) => void take(file)} accept="image/png,image/jpeg,image/webp">
          {(props) => (
            <Button {...props} variant="default">
              {t('brand.logoChoose')}
            </Button>
          )}
        </FileButton>
        {value !== null && (
          <Button variant="subtle" onClick={() => onChange(null)}>
            {t('brand.logoRemove')}
          </Button>
        )}
      </Group>
    </div>
  )
}

async function asDataAddress(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return `data:${file.type};base64,${btoa(binary)}`
}
