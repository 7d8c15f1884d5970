'use strict';

const SHOWN = ['Content-Type', 'Content-Length', 'Content-Range', 'Content-Disposition', 'Accept-Ranges', 'Cache-Control',
	'ETag', 'Last-Modified'];

const REASONS = { 200: 'OK', 206: 'Partial Content', 304: 'Not Modified', 403: 'Forbidden', 404: 'Not Found' };

function element(name, className, ...content) {
	const made = document.createElement(name);
	made.className = className;
	made.append(...content);
	return made;
}

/** What the cache answers to one path, as far as it was asked. */
class Panel {

	constructor(root) {
		this.root = root;
		this.path = root.dataset.path;
		this.buttons = [...root.querySelectorAll('.requests button')];
		this.etag = null;
		this.turn = 0;
		for (const button of this.buttons) {
			button.addEventListener('click', () => {
				root.querySelector('.answer').setAttribute('aria-live', 'polite');
				this.ask(button);
			});
		}
		root.querySelector('.requests').hidden = false;
	}

	/** Asks what a button says, by itself the first, and returns the status; 0 for no answer. */
	async ask(button = this.buttons[0]) {
		const turn = ++this.turn;
		for (const other of this.buttons) {
			other.setAttribute('aria-pressed', String(other === button));
		}
		try {
			const method = button.dataset.method;
			const headers = await this.headers(button);
			const response = await this.send(method, headers);
			if (turn === this.turn) {
				this.show(response);
				this.root.querySelector('code').textContent = this.command(method, headers);
			}
			return response.status;
		}
		catch (failure) {
			if (turn === this.turn) {
				this.root.querySelector('.answer').replaceChildren(element('p', 'badge computed', 'No answer'));
			}
			return 0;
		}
	}

	/** Goes on with another path, about which nothing is known. */
	askFor(path) {
		this.path = path;
		this.etag = null;
		this.ask();
	}

	async headers(button) {
		if (button.dataset.range) {
			return { Range: button.dataset.range };
		}
		if (button.dataset.conditional === 'true') {
			const path = this.path;
			const etag = this.etag ?? (await this.send('HEAD', {})).headers.get('ETag');
			if (path === this.path) {
				this.etag = etag;
			}
			return { 'If-None-Match': etag ?? '""' };
		}
		return {};
	}

	/** Goes around the browser's own cache, so that what is shown comes from the application. */
	send(method, headers) {
		return fetch(this.path, { method, headers, cache: 'no-store' });
	}

	show(response) {
		const status = element('p', (response.status < 400) ? 'badge hit' : 'badge computed',
			`${response.status} ${REASONS[response.status] ?? ''}`);
		const lines = SHOWN.filter((name) => response.headers.has(name))
			.map((name) => element('div', '', element('dt', '', `${name}: `), element('dd', '', response.headers.get(name))));
		this.root.querySelector('.answer').replaceChildren(status, element('dl', 'headers', ...lines));
	}

	command(method, headers) {
		const options = Object.entries(headers).map(([name, value]) => ` -H '${name}: ${value}'`).join('');
		return `curl ${(method === 'HEAD') ? '-I' : '-s -D - -o part.bin'}${options} '${this.root.dataset.origin}${this.path}'`;
	}

}

/** The panel asks for the file of the large photograph that the browser took, also when the window has become wider. */
function startPhotographs(exhibit, panel) {
	const large = exhibit.querySelector('img');
	const follow = () => {
		const path = new URL(large.currentSrc).pathname;
		if (path !== panel.path) {
			panel.askFor(path);
		}
	};
	large.addEventListener('load', follow);
	if (large.complete && large.currentSrc) {
		follow();
	}
}

function startJumps(exhibit) {
	const audio = exhibit.querySelector('audio');
	const jumps = exhibit.querySelector('.jumps');
	for (const button of jumps.querySelectorAll('button')) {
		button.addEventListener('click', () => {
			audio.currentTime = Number(button.dataset.second);
			audio.play();
		});
	}
	jumps.hidden = false;
}

/** Counts down by how much time has passed, as the clock of this device may be wrong. */
function startCountdown(exhibit, panel) {
	const left = exhibit.querySelector('.left');
	const end = performance.now() + Number(left.dataset.millis);
	const tick = () => {
		const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
		left.querySelector('[role=timer]').textContent = seconds;
		if (seconds > 0) {
			setTimeout(tick, 250);
		}
		else {
			endLink(exhibit, panel);
		}
	};
	left.hidden = false;
	tick();
}

/** The link has ended when the application says so. */
async function endLink(exhibit, panel) {
	if (await panel.ask() !== 403) {
		setTimeout(endLink, 1000, exhibit, panel);
		return;
	}
	exhibit.querySelector('.left').hidden = true;
	exhibit.querySelector('.ended').textContent = 'The link has ended: the answer is 403.';
	exhibit.classList.add('over');
}

for (const exhibit of document.querySelectorAll('.exhibit')) {
	const panel = new Panel(exhibit.querySelector('.panel'));
	panel.ask();
	if (exhibit.querySelector('.photos')) {
		startPhotographs(exhibit, panel);
	}
	if (exhibit.querySelector('audio')) {
		startJumps(exhibit);
	}
	if (exhibit.querySelector('.left')) {
		startCountdown(exhibit, panel);
	}
}
