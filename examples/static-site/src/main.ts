import { clock } from './clock';
import './style.css';

const left = document.querySelector<HTMLOutputElement>('#left')!;
const start = document.querySelector<HTMLButtonElement>('#start')!;
const minutes = Number(new URLSearchParams(location.search).get('minutes') ?? 20);

left.value = clock(minutes * 60);
start.addEventListener('click', () => {
  const end = Date.now() + minutes * 60_000;
  start.disabled = true;
  const tick = setInterval(() => {
    const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
    left.value = clock(seconds);
    if (seconds === 0) {
      clearInterval(tick);
      start.disabled = false;
    }
  }, 250);
});
