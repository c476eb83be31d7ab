// Pictures of an export of messages that is read and made into contacts.

async function read(page) {
  await page.getByRole('button', { name: /Matter 1/ }).first().click();
  await page.locator('.ledger .entry').first().waitFor();
  await page.getByLabel('Find words, names, items').fill('WhatsApp Chat with');
  await page.locator('.ledger button.entry', { hasText: 'WhatsApp Chat' }).first().dblclick();
  await page.getByRole('complementary', { name: 'About this item' }).waitFor();
  await page.getByRole('button', { name: 'Read the messages in this file' }).click();
  await page.getByRole('heading', { level: 1, name: 'WhatsApp chat' }).waitFor();
}

async function who(page) {
  await read(page);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { level: 1, name: 'Who is who, and when' }).waitFor();
}

async function counted(page) {
  await who(page);
  await page.getByRole('combobox', { name: 'Person A' }).selectOption('them');
  await page.getByRole('combobox', { name: 'Nora Whitfield' }).selectOption('you');
  await page.getByRole('combobox', { name: 'Priya Shah' }).selectOption('left_out');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { level: 1, name: /contacts would be made/ }).waitFor();
}

async function written(page) {
  await counted(page);
  await page.getByRole('button', { name: /^Make/ }).click();
  await page.getByRole('heading', { level: 1, name: /^Saved/ }).waitFor();
}

async function recording(page, words) {
  await page.getByRole('button', { name: /Matter 1/ }).first().click();
  await page.locator('.ledger .entry').first().waitFor();
  await page.getByLabel('Find words, names, items').fill(words);
  await page.locator('.ledger button.entry', { hasText: words }).first().dblclick();
  await page.getByRole('complementary', { name: 'About this item' }).waitFor();
}

async function mail(page, name) {
  await page.getByRole('button', { name: /Matter 1/ }).first().click();
  await page.locator('.ledger .entry').first().waitFor();
  await page.getByLabel('Find words, names, items').fill(name);
  await page.locator('.ledger button.entry', { hasText: name }).first().dblclick();
  await page.getByRole('region', { name: 'The mail', exact: true }).waitFor();
  await page.waitForTimeout(200);
}

export const messageScenes = [
  { name: '15-mail', query: 'mails', act: (page) => mail(page, 'Your green coat') },
  {
    name: '15-mail-way', query: 'mails', views: ['light', 'dark', '200pc', '400pc'],
    act: async (page) => {
      await mail(page, 'Your green coat');
      await page.getByRole('heading', { name: '3 attachments' }).scrollIntoViewIfNeeded();
      await page.getByText('As it stands there').last().click();
      await page.getByRole('heading', { name: '3 attachments' }).evaluate((heading) => heading.scrollIntoView());
    },
  },
  { name: '15-mailbox', query: 'mails', views: ['light', 'dark', '400pc'], act: (page) => mail(page, 'Inbox.mbox') },
  {
    name: '16-recording', query: 'media',
    act: async (page) => {
      await recording(page, 'A voice message');
      await page.locator('.bar.wave path').first().waitFor();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.getByText('0:10 of 1:15').waitFor();
    },
  },
  {
    name: '16-not-played', query: 'media', views: ['light', '400pc'],
    act: async (page) => {
      await recording(page, 'The camera at the door');
      await page.getByRole('heading', { name: 'This video cannot be played here' }).waitFor();
    },
  },
  { name: '14-messages-what', query: 'chat', act: read },
  { name: '14-messages-who', query: 'chat', act: who },
  { name: '14-messages-who-missing', query: 'chat', views: ['light', '400pc'], act: async (page) => { await who(page); await page.getByRole('button', { name: 'Continue' }).click(); await page.getByText('Say who each sender is.').waitFor(); } },
  { name: '14-messages-counted', query: 'chat', act: counted },
  { name: '14-messages-written', query: 'chat', act: written },
  {
    name: '14-messages-contact', query: 'chat', views: ['light', '400pc'],
    act: async (page) => {
      await written(page);
      await page.getByRole('button', { name: 'Go to the timeline' }).click();
      await page.getByText(/Time as shown/).first().waitFor();
    },
  },
];
