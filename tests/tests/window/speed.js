// Times from a key to the picture: from the moment that the key event bears until after the frame in which something holds.
window.timing = (holds) => {
  window.took = null;
  addEventListener('keydown', (event) => {
    const begun = event.timeStamp;
    const look = () => {
      if (!holds()) return void requestAnimationFrame(look);
      const after = new MessageChannel();
      after.port1.onmessage = () => (window.took = performance.now() - begun);
      after.port2.postMessage(null);
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true });
};

// How long each of so many frames takes while the ledger is scrolled by a step a frame.
window.scrolling = async (frames, step) => {
  const all = [...document.querySelectorAll('.leaf, main')];
  const leaf = all.find((one) => one.scrollHeight > one.clientHeight + 10 && /auto|scroll/.test(getComputedStyle(one).overflowY));
  const took = [];
  let last = await new Promise(requestAnimationFrame);
  for (let i = 0; i < frames; i += 1) {
    leaf.scrollTop += step;
    const now = await new Promise(requestAnimationFrame);
    took.push(now - last);
    last = now;
  }
  return took;
};

window.drawn = () => document.querySelectorAll('.ledger button.entry').length > 5;
window.lines = () => document.querySelector('.ledger li')?.ariaSetSize;
