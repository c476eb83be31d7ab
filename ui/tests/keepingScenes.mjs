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

/** While every key is being changed, no single one is offered. */
async function unfinished(page) {
  await settings(page, 'Passphrase and words');
  await page.getByRole('button', { name: 'Go on' }).waitFor();
}

async function backups(page) {
  await settings(page, 'Backups');
  await page.locator('.lead').waitFor();
}

async function rotate(page) {
  await keys(page);
  await page.getByRole('button', { name: 'Change every key' }).click();
  await page.getByLabel('Your present passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('The new passphrase', { exact: true }).fill('marble oboe tundra quilt lizard');
  await page.getByLabel('The same again', { exact: true }).fill('marble oboe tundra quilt lizard');
  await page.getByRole('button', { name: 'Change every key' }).click();
}

async function about(page) {
  await page.getByRole('button', { name: 'Change Matter 1' }).click();
  await page.getByRole('dialog', { name: 'Matter 1' }).waitFor();
}

async function shred(page) {
  await about(page);
  await page.getByRole('button', { name: 'Shred the case' }).click();
  await page.getByLabel('Why is it shredded?').waitFor();
}

async function confirm(page) {
  await page.getByLabel('Why is it shredded?').fill('it ended two years ago');
  await page.getByLabel('Type the name of the case to go on').fill('Matter 1');
  await page.getByRole('button', { name: 'Shred the case' }).click();
}

export const keepingScenes = [
  { name: '10-settings', act: (page) => settings(page, 'Locking') },
  { name: '10-settings-capture', act: (page) => settings(page, 'Capturing') },
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
      await page.getByRole('button', { name: 'Change the passphrase' }).click();
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
  {
    name: '11-keys-rotate',
    act: async (page) => {
      await keys(page);
      await page.getByRole('button', { name: 'Change every key' }).click();
      await page.getByRole('heading', { name: 'What it does not reach' }).waitFor();
    },
  },
  {
    name: '11-keys-rotating', query: 'pace=120', views: ['light', 'dark', '200pc'],
    act: async (page) => {
      await rotate(page);
      await page.getByText(/^Now: /).waitFor();
    },
  },
  { name: '11-keys-unfinished', query: 'rotating', views: ['light', 'dark', '400pc'], act: (page) => unfinished(page) },
  {
    name: '11-keys-stopped', query: 'rotating', views: ['light', '200pc'],
    act: async (page) => {
      await unfinished(page);
      await page.getByRole('button', { name: 'Go on' }).click();
      await page.getByText(/^Changing every key is not finished/).waitFor();
    },
  },
  {
    name: '11-keys-rotated', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await rotate(page);
      await page.getByRole('heading', { name: 'Put these 12 words on paper' }).waitFor();
      const words = await page.getByRole('list', { name: 'Your 12 recovery words' }).getByRole('listitem').allInnerTexts();
      await page.getByRole('button', { name: 'I have them on paper' }).click();
      for (const field of await page.getByRole('textbox').all()) {
        const label = await field.evaluate((element) => element.labels[0].textContent);
        await field.fill(words[Number(/\d+/.exec(label)[0]) - 1].replace(/[^a-z]/g, ''));
      }
      await page.getByRole('button', { name: 'Finish' }).click();
      await page.getByRole('heading', { name: 'What is left to do' }).waitFor();
    },
  },
  { name: '01-unlock-rotating', query: 'state=locked&rotating', views: ['light', '400pc'] },
  { name: '02-cases-rotating', query: 'rotating', views: ['light', 'dark', '200pc'], act: (page) => page.getByRole('button', { name: 'Go on' }).waitFor() },
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
  {
    name: '11-seals-confirmed', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await settings(page, 'Seals');
      await page.getByRole('button', { name: 'Save the request' }).click();
      await page.getByText(/^Saved: /).waitFor();
      await page.getByRole('button', { name: 'Take the reply' }).click();
      await page.getByText(/says Time-stamp authority/).waitFor();
      await page.getByText(/says Time-stamp authority/).scrollIntoViewIfNeeded();
    },
  },
  {
    name: '11-seals-refused', views: ['light', '200pc'],
    act: async (page) => {
      await settings(page, 'Seals');
      await page.getByRole('button', { name: 'Take the reply' }).click();
      await page.getByText(/answers another request/).waitFor();
    },
  },
  { name: '12-case', act: (page) => about(page) },
  { name: '12-case-held', query: 'held', views: ['light', 'dark', '400pc'], act: (page) => page.getByText('On hold', { exact: true }).waitFor() },
  {
    name: '12-hold', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await about(page);
      await page.getByRole('button', { name: 'Put it on hold' }).click();
      await page.getByRole('dialog', { name: 'Put Matter 1 on hold' }).waitFor();
    },
  },
  { name: '12-shred', act: (page) => shred(page) },
  {
    name: '12-shred-held', query: 'held', views: ['light', '200pc'],
    act: async (page) => {
      await about(page);
      await page.getByRole('button', { name: 'Shred the case' }).click();
      await page.getByText('There is a hold on it').waitFor();
    },
  },
  {
    name: '12-shredding', query: 'pace=120', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await shred(page);
      await confirm(page);
      await page.getByText('Going on', { exact: true }).waitFor();
    },
  },
  {
    name: '12-shredded',
    act: async (page) => {
      await shred(page);
      await confirm(page);
      await page.getByRole('dialog', { name: 'Matter 1 is shredded' }).waitFor();
    },
  },
  {
    name: '12-tombstone', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await shred(page);
      await confirm(page);
      await page.getByRole('dialog', { name: 'Matter 1 is shredded' }).getByRole('button', { name: 'Close' }).click();
      await page.getByText(/^Case 1, shredded/).waitFor();
    },
  },
];
