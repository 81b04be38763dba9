// Russian words about the list of campaigns and a live campaign.
import type { campaigns as english } from '../en/campaigns.ts'
import type { Words } from '../shape.ts'

export const campaigns = {
  title: 'Кампании',
} satisfies Words<typeof english>
