// The page for addresses that lead nowhere.
import { Anchor } from '@mantine/core'
import { Link } from 'react-router'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'

export function Nowhere() {
  return (
    <Page title="Nothing here">
      <Empty
        title="There is no page at this address"
        action={
          <Anchor component={Link} to="/console">
            Go to your campaigns
          </Anchor>
        }
      >
        <p>The link may be cut off, or the page has moved.</p>
      </Empty>
    </Page>
  )
}
