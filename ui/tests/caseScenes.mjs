// Pictures of one case: its timeline, the contact that is written, captures, items.

async function timeline(page) {
  await page.getByRole('button', { name: /Matter 1/ }).first().click();
  await page.locator('.ledger .entry').first().waitFor();
  await page.waitForTimeout(300);
}

async function letters(page) {
  await timeline(page);
  await page.getByRole('button', { name: 'Letters', exact: true }).click();
  await page.getByRole('heading', { name: 'Outlines' }).waitFor();
  await page.waitForTimeout(200);
}

async function plan(page) {
  await timeline(page);
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await page.getByRole('heading', { name: 'The plan', exact: true }).waitFor();
  await page.waitForTimeout(200);
}

async function line(page, name) {
  await page.locator('.ledger button.entry', { hasText: name }).first().click();
}

async function filter(page, text) {
  await page.getByLabel('Find words, names, items').fill(text);
}

async function find(page, text) {
  await filter(page, text);
  await page.getByLabel('Find words, names, items').press('Enter');
}

async function contact(page) {
  await timeline(page);
  await page.keyboard.press('n');
  await page.getByRole('heading', { name: 'New contact' }).waitFor();
}

async function filled(page) {
  await contact(page);
  await page.getByRole('radio', { name: 'Message' }).click();
  await page.getByLabel('Which app or site').fill('Instagram');
  await page.getByRole('radio', { name: 'A date' }).click();
  await page.getByLabel('Date', { exact: true }).fill('Tue 21 April 2026');
  await page.getByLabel('Time', { exact: true }).fill('21:06');
  await page.getByLabel('What happened').fill('Six Instagram messages from a new account, “stairs_and_sunday”. The first says it is a new account. I did not open or answer them.');
  await page.getByLabel('Exact words').fill('new account because you made me\nI liked the green coat\nyour manager\'s letter was not very nice Nora');
  await page.getByRole('button', { name: 'Other items' }).click();
  await page.getByRole('checkbox', { name: /Item 0028/ }).check();
  await page.getByRole('button', { name: 'Take 1 item' }).click();
}

async function item(page, number) {
  await timeline(page);
  await filter(page, { '0001': 'box of chocolates', '0018': 'The warning letter', '0027': 'Notes of the call' }[number] ?? 'One page, by hand');
  await page.locator('.ledger button.entry', { hasText: number }).first().dblclick();
  await page.getByRole('complementary', { name: 'About this item' }).waitFor();
  await page.waitForTimeout(400);
}

async function captured(page) {
  await timeline(page);
  await page.keyboard.press('Control+Shift+s');
  await page.getByRole('button', { name: 'Whole screen' }).click();
  await page.getByRole('heading', { name: /Saved as item/ }).waitFor();
  await page.waitForTimeout(300);
}

/** Fails when the middle of the ledger shows no line. */
async function lineInSight(page, when) {
  const there = await page.evaluate(() => document.elementsFromPoint(400, 500).some((element) => element.closest('.ledger li')));
  if (!there) throw new Error(`no line in sight ${when}`);
}

export const caseScenes = [
  {
    name: '03-timeline-many', query: 'many=10000', views: ['light'],
    act: async (page) => {
      await page.getByRole('button', { name: /Matter 1/ }).first().waitFor();
      const opened = await page.evaluate(async () => {
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        const start = performance.now();
        [...document.querySelectorAll('button')].find((button) => /Matter 1/.test(button.textContent ?? ''))?.click();
        const selected = () => document.querySelector('.ledger [aria-current=true]')?.getBoundingClientRect();
        while (!((selected()?.top ?? -1) > 0 && selected().bottom <= innerHeight)) await frame();
        await frame();
        return { took: performance.now() - start, drawn: document.querySelectorAll('.ledger li').length, lines: Number(document.querySelector('.ledger li')?.getAttribute('aria-setsize')) };
      });
      console.log(`03-timeline-many: ${opened.lines} lines open in ${Math.round(opened.took)} ms with ${opened.drawn} drawn`);
      if (opened.drawn > 80) throw new Error(`${opened.drawn} lines are drawn`);
      await page.mouse.move(400, 500);
      for (let i = 0; i < 20; i += 1) {
        await page.mouse.wheel(0, -700);
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        await lineInSight(page, `after ${i + 1} turns of the wheel`);
      }
      await page.getByRole('slider', { name: 'Days shown' }).press('Home');
      await page.locator('.ledger li[data-at="0"]').waitFor();
      await lineInSight(page, 'at the beginning');
    },
  },
  { name: '03-timeline', act: timeline },
  {
    name: '03-timeline-calendar',
    act: async (page) => {
      await timeline(page);
      await page.keyboard.press('g');
      await page.getByRole('button', { name: /^Thursday 19 March 2026/ }).focus();
    },
  },
  {
    name: '03-timeline-several', views: ['light', 'dark', '200pc', '400pc'],
    act: async (page) => {
      await timeline(page);
      await page.keyboard.press('End');
      for (let i = 0; i < 3; i += 1) await page.keyboard.press('Shift+K');
      await page.getByRole('region', { name: 'The selected lines' }).waitFor();
    },
  },
  {
    name: '03-timeline-among', views: ['light', 'dark', '200pc'],
    act: async (page) => {
      await timeline(page);
      await find(page, 'bench');
      await page.getByRole('button', { name: 'Among everything' }).click();
      await page.keyboard.press('F3');
      await page.waitForTimeout(200);
    },
  },
  {
    name: '04-overview',
    act: async (page) => {
      await page.getByRole('button', { name: /Matter 1/ }).first().click();
      await page.getByRole('button', { name: 'Overview' }).click();
      await page.getByText('These are counts').waitFor();
      await page.waitForTimeout(200);
    },
  },
  {
    name: '04-overview-long', query: 'many=2000', views: ['light', '400pc'],
    act: async (page) => {
      await page.getByRole('button', { name: /Matter 1/ }).first().click();
      await page.getByRole('button', { name: 'Overview' }).click();
      await page.getByText('These are counts').waitFor();
      await page.getByText('The numbers as a table').click();
    },
  },
  {
    name: '03-timeline-stop',
    act: async (page) => {
      await timeline(page);
      await page.keyboard.press('g');
      await page.getByLabel('Date', { exact: true }).fill('18 March 2026');
      await page.getByRole('button', { name: 'Go there' }).click();
      await line(page, '31 Facebook messages');
      await page.waitForTimeout(200);
    },
  },
  {
    name: '03-timeline-letter', query: 'registers',
    act: async (page) => {
      await timeline(page);
      await page.keyboard.press('g');
      await page.getByLabel('Date', { exact: true }).fill('20 March 2026');
      await page.getByRole('button', { name: 'Go there' }).click();
      await page.locator('.ledger .turn button', { hasText: 'Boundary letter' }).click();
      await page.waitForTimeout(200);
    },
  },
  {
    name: '03-timeline-more', query: 'registers',
    act: async (page) => {
      await timeline(page);
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('radio', { name: 'Person A' }).check();
      await page.getByRole('checkbox', { name: 'Loitering' }).check();
    },
  },
  {
    name: '03-timeline-who', query: 'registers', views: ['light', 'dark', '200pc', '400pc'],
    act: async (page) => {
      await timeline(page);
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('radio', { name: 'Person A' }).check();
      await page.getByRole('checkbox', { name: 'Loitering' }).check();
      await page.keyboard.press('Escape');
      await page.locator('.ledger button.entry').last().click();
    },
  },
  {
    name: '04-overview-letter', query: 'registers', views: ['light', 'dark', '200pc'],
    act: async (page) => {
      await page.getByRole('button', { name: /Matter 1/ }).first().click();
      await page.getByRole('button', { name: 'Overview' }).click();
      await page.getByText('These are counts').waitFor();
      await page.waitForTimeout(200);
    },
  },
  {
    name: '03-timeline-covered',
    act: async (page) => {
      await timeline(page);
      await page.keyboard.press('Shift+C');
    },
  },
  {
    name: '03-timeline-found',
    act: async (page) => {
      await timeline(page);
      await find(page, 'bench');
      await page.locator('.found').waitFor();
    },
  },
  {
    name: '03-timeline-none', views: ['light', '200pc'],
    act: async (page) => {
      await timeline(page);
      await find(page, 'zebra');
      await page.getByRole('button', { name: 'Show everything' }).first().waitFor();
    },
  },
  {
    name: '03-timeline-how', views: ['light', '200pc', '400pc'],
    act: async (page) => {
      await timeline(page);
      await page.getByRole('button', { name: 'How', exact: true }).click();
      await page.getByRole('checkbox', { name: 'Letter or card' }).check();
    },
  },
  { name: '05-contact-new', act: contact },
  { name: '05-contact', views: ['light', 'dark', '800', '200pc', '400pc'], act: filled },
  {
    name: '05-contact-faults', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await contact(page);
      await page.getByRole('radio', { name: 'A date' }).click();
      await page.getByLabel('Date', { exact: true }).fill('26 October 2025');
      await page.getByLabel('Time', { exact: true }).fill('01:30');
      await page.getByText('The clocks went back that night').first().waitFor();
      await page.getByRole('button', { name: /Save to the log/ }).click();
      await page.getByText('need another look').waitFor();
    },
  },
  {
    name: '05-contact-gap', views: ['light', '400pc'],
    act: async (page) => {
      await contact(page);
      await page.keyboard.press('p');
      await page.getByRole('radio', { name: 'A date' }).click();
      await page.getByLabel('Date', { exact: true }).fill('29 March 2026');
      await page.getByLabel('Time', { exact: true }).fill('01:30');
      await page.getByText('The clocks went forward that night').waitFor();
    },
  },
  {
    name: '05-contact-folds', views: ['light', 'dark', '800', '200pc', '400pc'],
    act: async (page) => {
      await filled(page);
      for (const name of ['When it ended', 'Whom you told', 'How it affected']) await page.getByRole('button', { name }).click();
      await page.getByRole('button', { name: 'Add a person or office' }).click();
      await page.getByRole('button', { name: 'Whom you told' }).scrollIntoViewIfNeeded();
      await page.getByLabel('Who was told').focus();
    },
  },
  {
    name: '05-contact-risk', views: ['light', 'dark', '800', '400pc'],
    act: async (page) => {
      await filled(page);
      await page.getByRole('button', { name: 'What they did' }).click();
      await page.getByRole('checkbox', { name: 'A threat' }).check();
      await page.getByRole('checkbox', { name: 'Speaking of harming themselves' }).check();
      await page.getByText('116 123').scrollIntoViewIfNeeded();
    },
  },
  {
    name: '05-contact-gap', views: ['light', '400pc'],
    act: async (page) => {
      await contact(page);
      await page.keyboard.press('p');
      await page.getByRole('radio', { name: 'A date' }).click();
      await page.getByLabel('Date', { exact: true }).fill('29 March 2026');
      await page.getByLabel('Time', { exact: true }).fill('01:30');
      await page.getByText('The clocks went forward that night').waitFor();
    },
  },
  {
    name: '05-contact-folds', views: ['light', '200pc'],
    act: async (page) => {
      await filled(page);
      for (const name of ['Where, and who', 'How it affected', 'Asked to stop']) await page.getByRole('button', { name }).click();
      await page.getByText('This was a warning letter to them').scrollIntoViewIfNeeded();
    },
  },
  {
    name: '05-amend',
    act: async (page) => {
      await timeline(page);
      await line(page, 'Waiting by your car');
      await page.getByRole('button', { name: 'Amend', exact: true }).first().click();
      await page.getByLabel('What happened').fill('Waiting by your car, in the rain');
      await page.getByLabel('Why do you change it?').scrollIntoViewIfNeeded();
    },
  },
  { name: '06-capture', act: captured },
  {
    name: '06-capture-points', views: ['light', 'dark', '200pc', '400pc'],
    act: async (page) => {
      await captured(page);
      await page.getByRole('radio', { name: 'In part' }).click();
      await page.getByRole('radio', { name: 'There are none' }).click();
      await page.getByRole('button', { name: /^Why.*The whole thread/ }).click();
      await page.getByLabel(/^Could not, because.*The whole thread/).fill('It goes back two years; from January on it is whole');
    },
  },
  {
    name: '06-import-plan', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await timeline(page);
      await page.getByRole('button', { name: 'Capture', exact: true }).click();
      await page.getByRole('button', { name: 'Add a folder…' }).click();
      await page.getByRole('button', { name: 'Add 24 files' }).waitFor();
    },
  },
  {
    name: '06-import-done', views: ['light', '400pc'],
    act: async (page) => {
      await timeline(page);
      await page.getByRole('button', { name: 'Capture', exact: true }).click();
      await page.getByRole('button', { name: 'Add a folder…' }).click();
      await page.getByRole('button', { name: 'Add 24 files' }).click();
      await page.getByRole('button', { name: 'Keep them, done' }).waitFor();
    },
  },
  {
    name: '06-imports-earlier', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await timeline(page);
      await page.getByRole('button', { name: 'Capture', exact: true }).click();
      await page.getByRole('button', { name: 'Earlier imports…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: '06-exports', views: ['light', 'dark', '400pc'],
    act: async (page) => {
      await timeline(page);
      await page.getByRole('button', { name: 'Capture', exact: true }).click();
      await page.getByRole('button', { name: 'Messages with their files…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: '06-sources', views: ['light', 'dark'],
    act: async (page) => {
      await timeline(page);
      await page.keyboard.press('Control+Shift+s');
      await page.getByRole('button', { name: 'Whole screen' }).waitFor();
    },
  },
  {
    name: '06-menu', views: ['light', '400pc'],
    act: async (page) => {
      await timeline(page);
      await page.getByRole('button', { name: 'Capture', exact: true }).click();
    },
  },
  {
    name: '06-adding', query: 'pace=1500', views: ['light', 'dark'],
    act: async (page) => {
      await timeline(page);
      await page.getByRole('button', { name: 'Capture', exact: true }).click();
      await page.getByRole('button', { name: 'Add files…' }).click();
      await page.getByRole('progressbar').waitFor();
    },
  },
  {
    name: '06-added',
    act: async (page) => {
      await timeline(page);
      await page.getByRole('button', { name: 'Capture', exact: true }).click();
      await page.getByRole('button', { name: 'Add files…' }).click();
      await page.getByText('was not added').first().waitFor();
    },
  },
  { name: '07-item', act: (page) => item(page, '0005') },
  { name: '07-item-text', views: ['light', 'dark', '400pc'], act: (page) => item(page, '0027') },
  {
    name: '07-item-crop',
    act: async (page) => {
      await item(page, '0005');
      await page.getByRole('button', { name: 'Copy a part' }).click();
      await page.waitForTimeout(300);
    },
  },
  { name: '07-inside', act: (page) => item(page, '0001') },
  {
    name: '07-document',
    act: async (page) => {
      await item(page, '0018');
      await page.getByLabel('Page', { exact: true }).waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: '07-redact',
    act: async (page) => {
      await item(page, '0018');
      await page.getByRole('button', { name: 'Make a redacted copy' }).click();
      await page.getByLabel('Find words and cover them').fill('Larch Road');
      await page.getByRole('button', { name: 'Cover all' }).click();
      await page.getByRole('button', { name: 'Show area 1, on page 1' }).click();
      await page.waitForTimeout(300);
    },
  },
  {
    name: '07-save-copy',
    act: async (page) => {
      await item(page, '0005');
      await page.getByRole('button', { name: 'Save a decrypted copy…' }).click();
      await page.getByRole('button', { name: 'Save the unprotected copy' }).waitFor();
    },
  },
  {
    name: '07-amend-item', views: ['light', '200pc'],
    act: async (page) => {
      await item(page, '0005');
      await page.getByRole('button', { name: 'Amend', exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: '04-letters', views: ['light', 'dark', '400pc'], act: letters },
  {
    name: '04-letter', views: ['light', 'dark', '800', '200pc', '400pc'],
    async act(page) {
      await letters(page);
      await page.getByRole('button', { name: 'Begin Boundary letter' }).click();
      await page.getByLabel('Text', { exact: true }).waitFor();
      await page.getByRole('radio', { name: 'Yes' }).first().click();
    },
  },
  { name: '04-plan', views: ['light', 'dark', '800', '200pc', '400pc'], act: plan },
  {
    name: '04-plan-step', views: ['light', '400pc'],
    async act(page) {
      await plan(page);
      await page.getByRole('button', { name: 'Open this step' }).click();
      await page.getByRole('button', { name: 'Save the step' }).waitFor();
    },
  },
  {
    name: '04-plan-list', views: ['light', '400pc'],
    async act(page) {
      await plan(page);
      await page.getByRole('button', { name: /^First hour/ }).click();
      await page.getByRole('checkbox', { name: 'Do not reply.' }).check();
      await page.getByText('Recording calls').click();
      await page.getByRole('button', { name: 'Write it into the log' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: '10-empty-case',
    act: async (page) => {
      await page.getByRole('button', { name: 'New case' }).click();
      await page.getByRole('dialog').getByRole('textbox').first().fill('Matter 3');
      await page.getByRole('dialog').getByRole('button', { name: /^(Make|Add|Open)/ }).first().click();
      await page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
    },
  },
];
