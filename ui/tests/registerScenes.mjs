// Pictures of the registers of a case, its details and its private notes.

async function register(page, name) {
  await page.getByRole('button', { name: /Matter 1/ }).first().click();
  await page.getByRole('button', { name: 'Registers', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
  await page.getByRole('navigation', { name: 'Registers' }).getByRole('button', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

const ALL = ['light', 'dark', '800', '200pc', '400pc'];

export const registerScenes = [
  { name: '12-people', query: 'registers', views: ALL, act: async (page) => { await register(page, 'People'); await page.getByRole('button', { name: /^2 Person B/ }).waitFor(); } },
  { name: '12-people-empty', views: ['light', '400pc'], act: async (page) => { await register(page, 'People'); await page.getByText('Nothing here yet').waitFor(); } },
  {
    name: '12-person', query: 'registers', views: ALL,
    act: async (page) => {
      await register(page, 'People');
      await page.getByRole('button', { name: /^1 Person A/ }).click();
      await page.getByRole('button', { name: 'Amend', exact: true }).waitFor();
    },
  },
  {
    name: '12-person-amend', query: 'registers', views: ALL,
    act: async (page) => {
      await register(page, 'People');
      await page.getByRole('button', { name: /^2 Person B/ }).click();
      await page.getByRole('button', { name: 'Amend', exact: true }).click();
      await page.getByLabel('Relationship to you').fill('None that I know of');
    },
  },
  { name: '12-gifts', query: 'registers', views: ALL, act: async (page) => { await register(page, 'Gifts'); await page.getByRole('button', { name: /Chocolates/ }).waitFor(); } },
  {
    name: '12-gift-new', query: 'registers', views: ALL,
    act: async (page) => {
      await register(page, 'Gifts');
      await page.getByRole('button', { name: 'Add a gift' }).click();
      await page.getByLabel('What', { exact: true }).fill('A watch in a box');
      await page.getByLabel('Estimated value').fill('-5');
      await page.keyboard.press('Control+Enter');
      await page.getByText(/less than nothing/).first().waitFor();
    },
  },
  {
    name: '12-review-new', query: 'registers', views: ALL,
    act: async (page) => {
      await register(page, 'Reviews');
      await page.getByRole('button', { name: 'Add a review' }).click();
      await page.getByLabel('Fixated: in your words').fill('Returns to the same evening');
    },
  },
  { name: '12-things', query: 'registers', views: ['light', '400pc'], act: async (page) => { await register(page, 'Physical items'); await page.getByRole('button', { name: /B1/ }).waitFor(); } },
  {
    name: '12-details', query: 'registers', views: ALL,
    act: async (page) => {
      await register(page, 'Case details');
      await page.getByRole('button', { name: 'Fill in the details' }).click();
      await page.getByLabel('Police incident number').fill('NSP-2026-0428-0311');
      await page.getByLabel('Jurisdiction').selectOption('england_wales');
    },
  },
  {
    name: '12-private', query: 'registers', views: ALL,
    act: async (page) => {
      await register(page, 'Private notes');
      await page.getByLabel('Your note').fill('I keep looking over my shoulder on the stairs.');
      await page.getByRole('button', { name: /Keep it privately/ }).click();
      await page.getByText(/Private note\. Written/).waitFor();
      await page.getByRole('radio', { name: 'Advice' }).click();
      await page.getByLabel('Who gave the advice').fill('MDU');
    },
  },
];
