// English words about the list of campaigns and a live campaign.
export const campaigns = {
  title: 'Campaigns',
}
