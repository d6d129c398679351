// SPDX-License-Identifier: GPL-3.0-or-later
// A citizen's phone in a browser: docs/protocol.md section 2, over one WebSocket. Nothing here comes from anywhere but the station.

const WORDS = {
  en: {
    title: 'Hold to call for help',
    hint: 'The police will hear what is around you and see where you are.',
    hold: 'Keep it pressed for one second',
    about: 'About me (optional)', name: 'Name', phone: 'Phone', kept: 'Kept on this phone, sent only with a call for help.',
    calling: 'Calling for help…', called: 'Help is being called',
    opening: 'Opening the sound…', reaches: 'Your sound reaches the police', heard: 'A police operator can hear you',
    soundLost: 'The sound was lost. It is opened again by itself.',
    waiting: 'Waiting for an operator…', listening: 'Operator {name} is listening', somebody: 'An operator is listening', holds: 'An operator has your call',
    offline: 'Connecting…', microphone: 'Microphone on', position: 'Position sent, ± {m} m', noPosition: 'Looking for your position…',
    noMicrophone: 'The microphone is off. Help is called all the same. Allow the microphone, so that you can be heard.',
    refused: 'The station does not accept this phone. Call 112.',
    keep: 'Keep this page open.', mistake: 'It was a mistake', told: 'The operator knows. Only the police end the call.',
    resolved: 'The police have ended the call', replaced: 'The call goes on in another window', again: 'Back',
  },
  hi: {
    title: 'मदद बुलाने के लिए दबाए रखें',
    hint: 'पुलिस आपके आसपास की आवाज़ सुनेगी और देखेगी कि आप कहाँ हैं।',
    hold: 'एक सेकंड तक दबाए रखें',
    about: 'मेरे बारे में (ज़रूरी नहीं)', name: 'नाम', phone: 'फ़ोन', kept: 'इसी फ़ोन में रहता है, केवल मदद की पुकार के साथ भेजा जाता है।',
    calling: 'मदद बुला रहे हैं…', called: 'मदद बुलाई जा रही है',
    opening: 'आवाज़ जोड़ी जा रही है…', reaches: 'आपकी आवाज़ पुलिस तक पहुँच रही है', heard: 'पुलिस ऑपरेटर आपको सुन सकते हैं',
    soundLost: 'आवाज़ कट गई। अपने आप फिर जोड़ी जा रही है।',
    waiting: 'ऑपरेटर की प्रतीक्षा…', listening: 'ऑपरेटर {name} सुन रहे हैं', somebody: 'ऑपरेटर सुन रहे हैं', holds: 'आपकी कॉल ऑपरेटर के पास है',
    offline: 'जुड़ रहे हैं…', microphone: 'माइक चालू', position: 'जगह भेजी गई, ± {m} मी', noPosition: 'आपकी जगह खोजी जा रही है…',
    noMicrophone: 'माइक बंद है। मदद फिर भी बुलाई जा रही है। माइक की अनुमति दें, ताकि आपको सुना जा सके।',
    refused: 'स्टेशन इस फ़ोन को स्वीकार नहीं करता। 112 पर कॉल करें।',
    keep: 'यह पेज खुला रखें।', mistake: 'ग़लती से हुआ', told: 'ऑपरेटर को बता दिया गया। कॉल केवल पुलिस समाप्त करती है।',
    resolved: 'पुलिस ने कॉल समाप्त की', replaced: 'कॉल दूसरी विंडो में जारी है', again: 'वापस',
  },
  ur: {
    title: 'مدد بلانے کے لیے دبائے رکھیں',
    hint: 'پولیس آپ کے آس پاس کی آواز سنے گی اور دیکھے گی کہ آپ کہاں ہیں۔',
    hold: 'ایک سیکنڈ تک دبائے رکھیں',
    about: 'میرے بارے میں (ضروری نہیں)', name: 'نام', phone: 'فون', kept: 'اسی فون میں رہتا ہے، صرف مدد کی پکار کے ساتھ بھیجا جاتا ہے۔',
    calling: 'مدد بلا رہے ہیں…', called: 'مدد بلائی جا رہی ہے',
    opening: 'آواز جوڑی جا رہی ہے…', reaches: 'آپ کی آواز پولیس تک پہنچ رہی ہے', heard: 'پولیس آپریٹر آپ کو سن سکتے ہیں',
    soundLost: 'آواز کٹ گئی۔ خود بخود دوبارہ جوڑی جا رہی ہے۔',
    waiting: 'آپریٹر کا انتظار…', listening: 'آپریٹر {name} سن رہے ہیں', somebody: 'آپریٹر سن رہے ہیں', holds: 'آپ کی کال آپریٹر کے پاس ہے',
    offline: 'جڑ رہے ہیں…', microphone: 'مائیک چالو', position: 'مقام بھیجا گیا، ± {m} میٹر', noPosition: 'آپ کا مقام ڈھونڈا جا رہا ہے…',
    noMicrophone: 'مائیک بند ہے۔ مدد پھر بھی بلائی جا رہی ہے۔ مائیک کی اجازت دیں تاکہ آپ کو سنا جا سکے۔',
    refused: 'اسٹیشن اس فون کو قبول نہیں کرتا۔ 112 پر کال کریں۔',
    keep: 'یہ صفحہ کھلا رکھیں۔', mistake: 'غلطی سے ہوا', told: 'آپریٹر کو بتا دیا گیا۔ کال صرف پولیس ختم کرتی ہے۔',
    resolved: 'پولیس نے کال ختم کر دی', replaced: 'کال دوسری ونڈو میں جاری ہے', again: 'واپس',
  },
};

const HOLD_MS = 1000;
const PING_MS = 10_000;
const RETRY_MS = [250, 500, 1000, 2000, 4000];
// The station gives an attempt up 3 s after its offer: an older offer is not worth an answer.
const OFFER_LIFE_MS = 2500;
const SESSION = 'hamrahi.session';

const isSilent = new URLSearchParams(location.search).has('silent');
const deviceToken = new URLSearchParams(location.hash.slice(1)).get('token');
const language = (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2)).find((tag) => tag in WORDS) ?? 'en';
const words = WORDS[language];
const element = (id) => document.getElementById(id);
const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

// A browser may forbid storage altogether; a call for help does without.
function keep(storage, key, value) {
  try {
    if (value === undefined) return storage().getItem(key);
    if (value === null) storage().removeItem(key);
    else storage().setItem(key, value);
  } catch { /* not kept */ }
  return null;
}
const local = () => localStorage;
const session = () => sessionStorage;

/* ---- The screen: shows what `view` says, and nothing that is not so ---- */

const view = { state: 'ready', accepted: false, assigned: false, audio: null, listener: null, microphone: null, accuracy: null,
               online: true, refused: false, reason: null, told: false };

function step(name, text, done, now, lost = false) {
  const item = document.querySelector(`[data-step="${name}"]`);
  if (item.lastElementChild.textContent !== text) item.lastElementChild.textContent = text;
  item.toggleAttribute('data-done', done);
  item.toggleAttribute('data-now', now);
  item.toggleAttribute('data-lost', lost);
}

function show(change) {
  Object.assign(view, change);
  document.body.dataset.state = view.state;

  // Without the socket the last receipt is only as good as the connection that carries the sound.
  const isLive = view.audio === 'audio_live' && (view.online || hasConnection());
  const isLost = view.audio === 'audio_lost';
  const listener = view.listener === null ? words.waiting
    : isLost ? words.holds
    : view.listener ? words.listening.replace('{name}', view.listener) : words.somebody;
  step('called', view.accepted ? words.called : words.calling, view.accepted, !view.accepted);
  step('heard', isLive ? (view.assigned ? words.heard : words.reaches) : isLost ? words.soundLost : words.opening, isLive,
    view.accepted && !isLive && !isLost, isLost);
  step('listening', listener, view.listener !== null, isLive && view.listener === null);

  const notice = view.refused ? words.refused : view.microphone === false ? words.noMicrophone : '';
  element('notice').hidden = notice === '';
  element('notice').textContent = notice;
  element('link').hidden = view.online || view.state !== 'live';
  element('microphone').textContent = view.microphone ? words.microphone : '';
  element('microphone').toggleAttribute('data-on', Boolean(view.microphone));
  element('position').textContent = view.accuracy === null ? words.noPosition : words.position.replace('{m}', view.accuracy);
  element('position').toggleAttribute('data-on', view.accuracy !== null);
  element('mistake').disabled = view.told;
  element('mistake').textContent = view.told ? words.told : words.mistake;
  element('over-title').textContent = words[view.reason] ?? '';
}

/* ---- The microphone ---- */

let microphone = null;

function openMicrophone() {
  // A call's voice processing cuts away what is not the speaker's voice. The operator must hear the room: a door, a motor, a second person.
  microphone ??= (navigator.mediaDevices?.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } })
    ?? Promise.reject(new Error('No microphone in an insecure page')))
    .then((stream) => stream.getAudioTracks()[0]);
  microphone.catch(() => { microphone = null; });
  return microphone;
}

/* ---- The connections: one, or two while the station hedges ---- */

const attempts = new Map();

// A key takes a slow phone a while to make: this one is there before anybody presses.
const certificates = [];
globalThis.RTCPeerConnection?.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' })
  .then((certificate) => certificates.push(certificate), () => { /* each connection makes its own */ });

function closeAttempts(except = null) {
  for (const [number, attempt] of attempts) {
    if (attempt !== except) {
      attempt.connection.close();
      attempts.delete(number);
    }
  }
}

const hasConnection = () => [...attempts.values()].some(({ connection }) => connection.connectionState === 'connected');

async function answer({ attempt: number, sdp, hedge, ice_servers: iceServers }) {
  if (!hedge) closeAttempts();
  const connection = new RTCPeerConnection({ iceServers, bundlePolicy: 'max-bundle',
                                             certificates: certificates.filter(({ expires }) => expires > Date.now()) });
  const attempt = { connection, offeredAt: performance.now(), early: [] };
  attempts.set(number, attempt);

  connection.onicecandidate = ({ candidate }) => {
    send({ type: 'candidate', attempt: number, candidate: candidate?.candidate ?? '', sdpMid: candidate?.sdpMid ?? '0',
           sdpMLineIndex: candidate?.sdpMLineIndex ?? 0 });
  };
  connection.onconnectionstatechange = () => {
    show({});
    // A connection that is given up while the station still holds it live: ask for another instead of waiting for the silence to be noticed.
    if (connection.connectionState === 'failed' && attempts.get(number) === attempt && attempts.size === 1 && view.microphone) join();
  };

  await connection.setRemoteDescription({ type: 'offer', sdp });
  const [transceiver] = connection.getTransceivers();
  transceiver.direction = 'sendonly';
  // The network is made ready while the microphone opens; its track is put in without another handshake.
  openMicrophone().then((track) => transceiver.sender.replaceTrack(track)).catch(() => {});
  const description = await connection.createAnswer();
  // It travels while this end gets ready, and is ahead of the candidates.
  send({ type: 'answer', attempt: number, sdp: description.sdp });
  await connection.setLocalDescription(description);
  attempt.early.splice(0).forEach((candidate) => addCandidate(attempt, candidate));
}

function addCandidate(attempt, message) {
  if (attempt.connection.remoteDescription === null) {
    attempt.early.push(message);
    return;
  }
  attempt.connection.addIceCandidate({ candidate: message.candidate, sdpMid: message.sdpMid, sdpMLineIndex: message.sdpMLineIndex })
    .catch(() => { /* one that this phone cannot use */ });
}

/* ---- The socket ---- */

let socket = null;
let retries = 0;
let retryTimer = 0;
let heardAt = 0;
let call = JSON.parse(keep(session, SESSION) ?? 'null'); // { activation, token } while an SOS is under way

function send(message) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function join() {
  send({ type: 'join', token: call.token, supports: ['hedge'], restart: !hasConnection() });
}

function introduce() {
  if (call?.token) join();
  else if (call) send({ type: 'activate', token: deviceToken ?? undefined, supports: ['hedge'], activation: call.activation });
}

function connect() {
  clearTimeout(retryTimer);
  if (socket !== null && socket.readyState <= WebSocket.OPEN) return;
  const mine = new WebSocket(`${location.protocol.replace('http', 'ws')}//${location.host}/api/v1/sos`, 'hamrahi.sos.v1');
  socket = mine;
  mine.onopen = () => {
    heardAt = performance.now();
    show({ online: true });
    introduce();
  };
  mine.onmessage = ({ data }) => {
    heardAt = performance.now();
    const message = JSON.parse(data);
    handlers[message.type]?.(message);
  };
  mine.onclose = () => {
    if (socket !== mine) return;
    socket = null;
    if (call === null) return;
    show({ online: false });
    retryTimer = setTimeout(connect, RETRY_MS[Math.min(retries++, RETRY_MS.length - 1)] * (0.75 + Math.random() / 2));
  };
}

function disconnect() {
  clearTimeout(retryTimer);
  const old = socket;
  socket = null;
  old?.close();
}

// A network that is gone often says nothing: no answer to a ping is as good as a closed socket.
setInterval(() => {
  if (call === null || socket?.readyState !== WebSocket.OPEN) return;
  if (performance.now() - heardAt > 2 * PING_MS) {
    disconnect();
    connect();
  } else {
    send({ type: 'ping' });
  }
}, PING_MS);
addEventListener('online', () => {
  if (call === null) return;
  retries = 0;
  connect();
});

const statuses = {
  queued: () => show({ assigned: false, listener: null }),
  assigned: () => show({ assigned: true, listener: null }),
  acknowledged: ({ operator }) => show({ assigned: true, listener: operator?.name ?? '' }),
  audio_live: () => {
    const connected = [...attempts.values()].filter(({ connection }) => connection.connectionState === 'connected');
    if (connected.length === 1) closeAttempts(connected[0]);
    show({ audio: 'audio_live' });
  },
  audio_lost: () => show({ audio: 'audio_lost' }),
};

const handlers = {
  accepted(message) {
    retries = 0;
    call.token = message.session_token;
    keep(session, SESSION, JSON.stringify(call));
    show({ accepted: true });
  },
  offer: (message) => answer(message).catch((error) => console.warn(error)),
  candidate(message) {
    const attempt = attempts.get(message.attempt);
    if (attempt) addCandidate(attempt, message);
  },
  status: (message) => statuses[message.state]?.(message),
  ended({ reason }) {
    // The station comes back, and the call with it.
    if (reason !== 'station_stopping') end(reason);
  },
  error({ code, detail }) {
    console.warn(code, detail);
    if (code !== 'unauthorized') return;
    if (call?.token) {
      // A session that this station does not know: the activation is sent again, which never makes a second incident.
      call.token = null;
      introduce();
    } else {
      show({ refused: true });
    }
  },
};

/* ---- The call ---- */

let battery = null;
let fix = null;

function locationOf({ coords, timestamp }) {
  const given = { lat: coords.latitude, lon: coords.longitude, accuracy_m: coords.accuracy, altitude_m: coords.altitude,
                  speed_mps: coords.speed, heading_deg: coords.heading };
  return { ...Object.fromEntries(Object.entries(given).filter(([, value]) => Number.isFinite(value))),
           captured_at: new Date(timestamp).toISOString(), source: 'fused' };
}

function watch() {
  navigator.geolocation?.watchPosition((position) => {
    fix = locationOf(position);
    send({ type: 'location', ...fix });
    show({ accuracy: Math.max(1, Math.round(position.coords.accuracy)) });
  }, () => {}, { enableHighAccuracy: true, maximumAge: 10_000 });

  battery?.addEventListener('levelchange', () => send({ type: 'telemetry', battery_pct: battery.level * 100 }));
}

async function stayAwake() {
  if (call !== null && document.visibilityState === 'visible') await navigator.wakeLock?.request('screen').catch(() => {});
}
document.addEventListener('visibilitychange', stayAwake);

function newActivation() {
  let citizenId = keep(local, 'hamrahi.citizen');
  if (citizenId === null) keep(local, 'hamrahi.citizen', citizenId = randomId());
  return {
    activation_id: randomId(),
    citizen: { id: citizenId, name: element('name').value.trim() || undefined, phone: element('phone').value.trim() || undefined,
               language: navigator.language },
    activated_at: new Date().toISOString(),
    location: fix,
    battery_pct: battery ? battery.level * 100 : undefined,
    network: navigator.connection?.effectiveType,
    silent: isSilent,
  };
}

function start() {
  if (call === null) {
    call = { activation: newActivation(), token: null };
    keep(session, SESSION, JSON.stringify(call));
    if (!isSilent) navigator.vibrate?.(60);
  }
  show({ state: 'live' });
  if (socket?.readyState === WebSocket.OPEN) introduce();
  else connect();

  openMicrophone().then(() => {
    show({ microphone: true });
    // Permission may have taken longer than the station's attempts live.
    const isLate = [...attempts.values()].every(({ offeredAt }) => performance.now() - offeredAt > OFFER_LIFE_MS);
    if (attempts.size > 0 && isLate) {
      closeAttempts();
      join();
    }
  }, () => show({ microphone: false }));
  watch();
  stayAwake();
}

function end(reason) {
  call = null;
  keep(session, SESSION, null);
  closeAttempts();
  disconnect();
  microphone?.then((track) => track.stop(), () => {});
  microphone = null;
  show({ state: 'over', reason });
}

/* ---- The button ---- */

let holdTimer = 0;

async function prepare() {
  connect();
  // Opened early only where nobody is asked: a question would end the press.
  const permission = await navigator.permissions?.query({ name: 'microphone' }).catch(() => null);
  if (permission?.state === 'granted' && holdTimer) openMicrophone().catch(() => {});
}

function press(event) {
  event.preventDefault();
  if (holdTimer || event.repeat) return;
  element('sos').classList.add('holding');
  holdTimer = setTimeout(() => {
    holdTimer = 0;
    element('sos').classList.remove('holding');
    start();
  }, HOLD_MS);
  prepare();
}

function release() {
  if (!holdTimer) return;
  clearTimeout(holdTimer);
  holdTimer = 0;
  element('sos').classList.remove('holding');
  disconnect();
}

const isPressKey = ({ key }) => key === ' ' || key === 'Enter';
element('sos').addEventListener('pointerdown', press);
for (const type of ['pointerup', 'pointercancel', 'blur']) element('sos').addEventListener(type, release);
element('sos').addEventListener('keydown', (event) => { if (isPressKey(event)) press(event); });
element('sos').addEventListener('keyup', (event) => { if (isPressKey(event)) release(); });
document.addEventListener('contextmenu', (event) => event.preventDefault());

element('mistake').addEventListener('click', () => {
  send({ type: 'cancel', reason: words.mistake });
  show({ told: true });
});
element('again').addEventListener('click', () => location.reload());
for (const id of ['name', 'phone']) {
  element(id).value = keep(local, `hamrahi.${id}`) ?? '';
  element(id).addEventListener('change', ({ target }) => keep(local, `hamrahi.${id}`, target.value));
}

document.documentElement.lang = language;
document.documentElement.dir = language === 'ur' ? 'rtl' : 'ltr';
document.body.toggleAttribute('data-silent', isSilent);
for (const item of document.querySelectorAll('[data-text]')) item.textContent = words[item.dataset.text];
element('link').textContent = words.offline;
show({});
navigator.getBattery?.().then((found) => { battery = found; });
if (call !== null) start();
