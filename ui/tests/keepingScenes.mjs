// Pictures of the settings and of how the vault is kept: keys, backups, checks, seals.

async function settings(page, name) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

export const keepingScenes = [
  { name: '10-settings', act: (page) => settings(page, 'Locking') },
  { name: '10-settings-screen', act: (page) => settings(page, 'On the screen') },
  { name: '10-settings-vault', act: (page) => settings(page, 'About the vault') },
  {
    name: '10-settings-checks', views: ['light'],
    act: async (page) => {
      await settings(page, 'Checks');
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.getByText('Looked at').waitFor();
    },
  },
  { name: '11-seals', act: (page) => settings(page, 'Seals') },
  {
    name: '11-seals-made',
    act: async (page) => {
      await settings(page, 'Seals');
      await page.getByRole('button', { name: 'Make a seal' }).click();
      await page.getByRole('heading', { name: /^The seal of/ }).waitFor();
    },
  },
  {
    name: '11-seals-verdict', query: 'older', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await settings(page, 'Seals');
      await page.getByLabel('The 12 words, or the whole checkpoint').fill('brisk walnut harbor olive magnet quarter ribbon sunset tackle useful velvet zebra');
      await page.getByRole('button', { name: 'Check the seal' }).click();
      await page.getByRole('alert').filter({ hasText: 'shorter' }).waitFor();
    },
  },
];
