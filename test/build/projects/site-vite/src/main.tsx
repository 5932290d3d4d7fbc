import { render } from 'preact';
import { Menu } from './menu';

render(<Menu />, document.getElementById('app')!);
