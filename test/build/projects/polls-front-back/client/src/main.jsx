import { render } from 'preact';
import { Polls } from './polls.jsx';

render(<Polls />, document.getElementById('app'));
