// The addresses of the console; each page is loaded with its words when it is first opened.

import { DirectionProvider } from '@mantine/core'
import { createBrowserRouter, Navigate } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { directionOf } from '../ui/language.ts'
import { Broken } from './broken.tsx'
import { doorsteps, type PageOfConsole, pages } from './page-list.ts'
import { Shell } from './shell.tsx'
import { loadWords, useWords } from './words.ts'

const lazily = ({ path, areas, load }: PageOfConsole) => ({
  path,
  lazy: async () => {
    const [Component] = await Promise.all([load(), loadWords(...areas)])
    return { Component }
  },
})

const fallback = { errorElement: <Broken />, hydrateFallbackElement: <div /> }
const router = createBrowserRouter([
  { path: '/', element: <Navigate to="/console" replace /> },
  { path: '/console/campaigns', element: <Navigate to="/console" replace /> },
  ...doorsteps.map((one) => ({ ...lazily(one), ...fallback })),
  {
    path: '/console',
    element: <Shell />,
    ...fallback,
    children: [{ errorElement: <Broken />, children: pages.map(lazily) }],
  },
  { path: '*', element: <Navigate to="/console" replace /> },
])

/** Another language draws all of it anew, so that also figures and dates outside of components follow it. */
export function Routes() {
  const { language } = useWords('shell')
  return (
    <DirectionProvider initialDirection={directionOf(language)} detectDirection={false} key={language}>
      <RouterProvider router={router} />
    </DirectionProvider>
  )
}
