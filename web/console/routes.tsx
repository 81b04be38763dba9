// Every page of the console and its address; each page is loaded when it is first opened.
import { createBrowserRouter, Navigate } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { Broken } from './broken.tsx'
import { Shell } from './shell.tsx'

const router = createBrowserRouter([
  { path: '/', element: <Navigate to="/console" replace /> },
  {
    path: '/console/sign-in',
    errorElement: <Broken />,
    hydrateFallbackElement: <div />,
    lazy: async () => ({ Component: (await import('./pages/sign-in.tsx')).SignIn }),
  },
  {
    path: '/console',
    element: <Shell />,
    errorElement: <Broken />,
    hydrateFallbackElement: <div />,
    children: [
      {
        errorElement: <Broken />,
        children: [
          { index: true, lazy: async () => ({ Component: (await import('./pages/campaigns.tsx')).Campaigns }) },
          { path: 'campaigns', element: <Navigate to="/console" replace /> },
          {
            path: 'campaigns/new',
            lazy: async () => ({ Component: (await import('./pages/templates.tsx')).Templates }),
          },
          {
            path: 'campaigns/new/:template',
            lazy: async () => ({ Component: (await import('./pages/compose.tsx')).ComposeNew }),
          },
          {
            path: 'campaigns/:id/edit',
            lazy: async () => ({ Component: (await import('./pages/compose.tsx')).ComposeDraft }),
          },
          {
            path: 'campaigns/:id',
            lazy: async () => ({ Component: (await import('./pages/campaign.tsx')).CampaignPage }),
          },
          { path: 'reports', lazy: async () => ({ Component: (await import('./pages/reports.tsx')).Reports }) },
          {
            path: 'reports/:hash',
            lazy: async () => ({ Component: (await import('./pages/kept-report.tsx')).KeptReport }),
          },
          { path: '*', lazy: async () => ({ Component: (await import('./pages/nowhere.tsx')).Nowhere }) },
        ],
      },
    ],
  },
  { path: '*', element: <Navigate to="/console" replace /> },
])

export function Routes() {
  return <RouterProvider router={router} />
}
