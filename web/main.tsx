// The console starts here: take a ready sign-in out of the address, set the scheme, draw.
import '@mantine/core/styles.layer.css'
import './ui/global.css'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { houseSettings } from './api/house-settings.ts'
import { isRefused } from './api/refused.ts'
import { currentKey, onSession, takeKeyFromAddress } from './api/session.ts'
import { Routes } from './console/routes.tsx'
import { startWords } from './console/words.ts'
import { AnnounceProvider } from './ui/announce.tsx'
import { schemeManager, setSchemeEarly } from './ui/scheme.ts'
import { cssVariables, theme } from './ui/theme.ts'

takeKeyFromAddress()
addEventListener('hashchange', takeKeyFromAddress)
setSchemeEarly()
await startWords()

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // A refusal is an answer; only silence and faults are asked again.
      retry: (failures, error) => failures < 2 && (!isRefused(error) || error.status === 0 || error.status >= 500),
    },
  },
})
// Nothing that one key could see may stay for the next.
onSession(() => client.clear())
// Asked for while the first page is fetched, so that its days seldom change before the reader's eyes.
if (currentKey() !== null) void client.prefetchQuery(houseSettings)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={schemeManager}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={client}>
        <AnnounceProvider>
          <Routes />
        </AnnounceProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
