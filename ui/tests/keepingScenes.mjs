// Pictures of the settings and of how the vault is kept: keys, backups, checks, seals.

const PASSPHRASE = 'gravel opera tomato lantern quiet';

async function settings(page, name) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

async function keys(page) {
  await settings(page, 'Passphrase and words');
  await page.getByText('12 recovery words').waitFor();
  await page.getByText(/^In use since/).waitFor();
}

async function backups(page) {
  await settings(page, 'Backups');
  await page.locator('.lead').waitFor();
}

export const keepingScenes = [
  { name: '10-settings', act: (page) => settings(page, 'Locking') },
  { name: '10-settings-screen', act: (page) => settings(page, 'On the screen') },
  { name: '10-settings-vault', act: (page) => settings(page, 'About the vault') },
  { name: '11-checks', query: 'checked', act: (page) => settings(page, 'Checks') },
  { name: '11-checks-damaged', query: 'damaged', act: (page) => settings(page, 'Checks') },
  {
    name: '11-checks-working', query: 'pace=120', views: ['light', 'dark', '200pc'],
    act: async (page) => {
      await settings(page, 'Checks');
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.getByText(/^Now: /).waitFor();
    },
  },
  {
    name: '11-checks-folder', query: 'checked', views: ['light', '400pc'],
    act: async (page) => {
      await settings(page, 'Checks');
      await page.getByRole('button', { name: 'Choose a backup folder' }).click();
      await page.getByText(/no accident found/).first().waitFor();
      await page.getByText(/no accident found/).first().scrollIntoViewIfNeeded();
    },
  },
  { name: '11-keys', act: (page) => keys(page) },
  { name: '11-keys-due', query: 'words-due', views: ['light', '400pc'], act: (page) => keys(page) },
  {
    name: '11-keys-passphrase',
    act: async (page) => {
      await keys(page);
      await page.getByRole('button', { name: /^Change/ }).click();
      await page.getByLabel('Your present passphrase', { exact: true }).fill('not this one');
      await page.getByLabel('The new passphrase', { exact: true }).fill('marble oboe tundra quilt lizard');
      await page.getByLabel('The same again', { exact: true }).fill('marble oboe tundra quilt lizard');
      await page.getByRole('button', { name: 'Change the passphrase' }).click();
      await page.getByText('That is not the passphrase').waitFor();
      await page.getByText('Very strong.').waitFor();
    },
  },
  {
    name: '11-keys-words',
    act: async (page) => {
      await keys(page);
      await page.getByRole('button', { name: 'New words' }).click();
      await page.getByLabel('Your present passphrase', { exact: true }).fill(PASSPHRASE);
      await page.getByRole('button', { name: 'Make new words' }).click();
      await page.getByRole('heading', { name: 'Put these 12 words on paper' }).waitFor();
    },
  },
  {
    name: '11-keys-tried', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await keys(page);
      await page.getByRole('button', { name: 'Try them' }).click();
      await page.getByLabel('Your 12 recovery words').fill('harvest copper lantern ribbon meadow tunnel candle orbit velvet garden pencil anchor');
      await page.getByRole('button', { name: 'Try the words' }).click();
      await page.getByText('These words open the vault.', { exact: true }).waitFor();
    },
  },
  {
    name: '11-keys-add', views: ['light', '200pc'],
    act: async (page) => {
      await keys(page);
      await page.getByRole('button', { name: 'Add a key' }).click();
      await page.getByLabel('The key').waitFor();
    },
  },
  {
    name: '11-keys-remove', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await keys(page);
      await page.getByRole('button', { name: /^Take out/ }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: '01-unlock-lost', query: 'state=locked',
    act: async (page) => {
      await page.getByRole('button', { name: 'I lost my passphrase' }).click();
      await page.getByLabel('Your 12 recovery words').fill('harvest copper lantern ribbon meadow tunnel candle orbit velvet garden pencil anchor');
      await page.getByRole('button', { name: 'Unlock', exact: true }).click();
      await page.getByRole('heading', { name: 'Choose a new passphrase' }).waitFor();
    },
  },
  { name: '11-backups', query: 'backups=due', act: (page) => backups(page) },
  { name: '11-backups-none', query: 'backups=none', views: ['light', 'dark', '400pc'], act: (page) => backups(page) },
  { name: '11-backups-unwise', query: 'backups=unwise', views: ['light', '200pc'], act: (page) => backups(page) },
  {
    name: '11-backups-working', query: 'backups=due&pace=120', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await backups(page);
      await page.getByRole('button', { name: /^Back up now/ }).click();
      await page.getByText(/ of 28 files/).waitFor();
    },
  },
  {
    name: '11-backups-tried', views: ['light', 'dark', '200pc'],
    act: async (page) => {
      await backups(page);
      await page.getByRole('button', { name: /^Try it/ }).click();
      await page.getByLabel('Your present passphrase', { exact: true }).fill(PASSPHRASE);
      await page.getByRole('button', { name: 'Try the copy' }).click();
      await page.getByText('It opens, and holds what it should.', { exact: true }).waitFor();
    },
  },
  { name: '02-cases-due', query: 'backups=due&words-due&checked', act: (page) => page.getByText(/12 days ago/).scrollIntoViewIfNeeded() },
  {
    name: '01-restore', query: 'state=none',
    act: async (page) => {
      await page.getByRole('button', { name: 'Restore from a backup' }).click();
      await page.getByRole('button', { name: /where the backup is/ }).click();
    },
  },
  {
    name: '01-restored', query: 'state=none', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await page.getByRole('button', { name: 'Restore from a backup' }).click();
      await page.getByRole('textbox', { name: 'Where the backup is' }).fill('/media/em/BLACK STICK/Casekeep');
      await page.getByRole('textbox', { name: 'Where the vault is to be kept' }).fill('/home/em/Casekeep');
      await page.getByRole('button', { name: 'Restore', exact: true }).click();
      await page.getByRole('heading', { name: 'The vault is restored' }).waitFor();
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
