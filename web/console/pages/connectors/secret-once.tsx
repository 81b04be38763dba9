// A secret that is shown once, with a button that copies it and the sentence that says so.
import { Alert, Button, CopyButton } from '@mantine/core'
import { useWords } from '../../words.ts'
import css from '../vouchers/desk.module.css'

export function SecretOnce({ secret, hint }: { secret: string; hint: string }) {
  const { t } = useWords('delivery')
  return (
    <Alert color="pine" variant="light" title={t('secret.title')} role="status">
      <p className={css.note}>{hint}</p>
      <p>
        <code className={css.mono} dir="ltr">
          {secret}
        </code>
      </p>
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" onClick={copy}>
            {copied ? t('secret.copied') : t('secret.copy')}
          </Button>
        )}
      </CopyButton>
    </Alert>
  )
}
