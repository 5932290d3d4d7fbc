/** Modules of others that programs often use, and what of them is written in C. */

/**
 * Without C for Linux: none of their packages imports "C" there, in what their repositories have. Patterns are of whole modules,
 * a major version aside.
 */
const pure: readonly RegExp[] = [
  /^golang\.org\/x\/(?:arch|crypto|exp|mod|net|oauth2|sync|sys|term|text|time|tools|xerrors|image)$/,
  /^google\.golang\.org\/(?:protobuf|grpc|genproto(?:\/googleapis\/(?:api|rpc))?|api|appengine)$/,
  /^go\.(?:uber\.org\/(?:zap|multierr|atomic|fx|dig|automaxprocs|mock|goleak)|opentelemetry\.io\/.+|mongodb\.org\/mongo-driver|etcd\.io\/bbolt|yaml\.in\/yaml)$/,
  /^gopkg\.in\/(?:yaml|ini|natefinch\/lumberjack|check|inf|tomb|gomail|alecthomas\/kingpin)\.v\d+$/,
  /^gorm\.io\/(?:gorm|driver\/(?:sqlite|postgres|mysql)|datatypes|gen|hints|plugin\/dbresolver)$/,
  /^modernc\.org\/\w+$/,
  /^github\.com\/(?:aws\/(?:aws-sdk-go|aws-sdk-go-v2|smithy-go|aws-lambda-go)|gorilla|go-chi|gofiber|labstack|gin-gonic|gin-contrib|spf13|stretchr|jackc|golang-jwt|swaggo|go-openapi|go-playground|hashicorp|prometheus|urfave|go-logr|rs|samber|jmoiron|pressly|golang-migrate|redis|go-redis|Masterminds|charmbracelet|muesli|yuin|alecthomas|PuerkitoBio|nats-io|go-resty|bytedance|cloudwego|jinzhu|AlecAivazis|sagikazarmark|sourcegraph\/conc|stoewer|tidwall|uptrace|oklog|gobwas|caarlos0|sethvargo|robfig|evanphx|lib|pkg|josharian|mailru|twmb)\/[\w.-]+$/,
  /^github\.com\/(?:aws\/aws-sdk-go-v2\/.+|bytedance\/sonic\/loader|tetratelabs\/wazero|labstack\/.+|gofiber\/.+|gin-contrib\/.+)$/,
  /^github\.com\/google\/(?:uuid|go-cmp|go-querystring|renameio|btree|wire|pprof|s2a-go|gofuzz|go-github)$/,
  /^github\.com\/golang\/(?:protobuf|groupcache|snappy|glog|mock|freetype|geo)$/,
  /^github\.com\/googleapis\/[\w./-]+$/,
  /^github\.com\/mattn\/(?:go-isatty|go-colorable|go-runewidth|go-shellwords)$/,
  /^github\.com\/valyala\/(?:fasthttp|bytebufferpool|tcplisten|fasttemplate|fastjson|histogram)$/,
  /^github\.com\/klauspost\/(?:compress|cpuid|crc32|pgzip)$/,
  /^github\.com\/go-(?:sql-driver\/mysql|faster\/(?:city|errors)|viper\/mapstructure|task\/slim-sprig|kit\/(?:kit|log)|logfmt\/logfmt|ozzo\/ozzo-validation|gorp\/gorp|mail\/mail|co-op\/gocron|stack\/stack)$/,
  /^github\.com\/(?:sirupsen\/logrus|joho\/godotenv|fsnotify\/fsnotify|pelletier\/go-toml|BurntSushi\/toml|goccy\/go-(?:json|yaml)|json-iterator\/go|modern-go\/(?:concurrent|reflect2)|ugorji\/go(?:\/codec)?|leodido\/go-urn|twitchyliquid64\/golang-asm|gabriel-vasile\/mimetype|davecgh\/go-spew|pmezard\/go-difflib|kr\/(?:pretty|text|pty|fs)|rogpeppe\/go-internal|inconshreveable\/mousetrap|subosito\/gotenv|magiconair\/properties|mitchellh\/(?:mapstructure|go-homedir|copystructure|reflectwalk|colorstring|go-wordwrap)|cespare\/xxhash|beorn7\/perks|matttproud\/golang_protobuf_extensions|munnerz\/goautoneg|kylelemons\/godebug|andybalholm\/(?:brotli|cascadia)|dustin\/go-humanize|cpuguy83\/go-md2man|russross\/blackfriday|xrash\/smetrics|shurcooL\/sanitized_anchor_name|remyoudompheng\/bigfft|ncruces\/(?:go-strftime|go-sqlite3)|glebarez\/(?:sqlite|go-sqlite)|rivo\/(?:uniseg|tview)|felixge\/httpsnoop|KyleBanks\/depth|rabbitmq\/amqp091-go|streadway\/amqp|segmentio\/(?:kafka-go|asm|ksuid)|cenkalti\/backoff|patrickmn\/go-cache|dgryski\/go-rendezvous|fatih\/(?:color|structs)|julienschmidt\/httprouter|sony\/gobreaker|satori\/go\.uuid|gofrs\/(?:uuid|flock)|oklog\/ulid|teambition\/rrule-go|graphql-go\/(?:graphql|handler)|vektah\/gqlparser|99designs\/gqlgen|agnivade\/levenshtein|coder\/websocket|nhooyr\.io\/websocket|microcosm-cc\/bluemonday|aymerick\/douceur|gomarkdown\/markdown|fogleman\/gg|disintegration\/imaging|nfnt\/resize|skip2\/go-qrcode|boombuler\/barcode|pquerna\/otp|xdg-go\/(?:pbkdf2|scram|stringprep)|montanaflynn\/stats|youmark\/pkcs8|pierrec\/lz4|eapache\/.+|IBM\/sarama|Shopify\/sarama|rcrowley\/go-metrics|savsgio\/gotils|philhofer\/fwd|tinylib\/msgp|kelseyhightower\/envconfig|ilyakaznacheev\/cleanenv|knadh\/koanf(?:\/.+)?|lufia\/plan9stats|power-devops\/perfstat|shirou\/gopsutil|tklauser\/(?:go-sysconf|numcpus)|yusufpapurcu\/wmi|go-ole\/go-ole|dlclark\/regexp2|dop251\/goja|jhump\/protoreflect|grpc-ecosystem\/[\w./-]+|go-telegram-bot-api\/telegram-bot-api|bwmarrin\/discordgo|slack-go\/slack|stripe\/stripe-go|getsentry\/sentry-go|minio\/(?:minio-go|md5-simd|sha256-simd)|asaskevich\/govalidator|bmatcuk\/doublestar|emicklei\/go-restful|imdario\/mergo|dario\.cat\/mergo|a-h\/templ|alexedwards\/(?:scs|argon2id)|justinas\/(?:nosurf|alice)|unrolled\/(?:render|secure)|didip\/tollbooth|ulule\/limiter|go-pg\/pg|upper\/db|doug-martin\/goqu|volatiletech\/.+|aarondl\/.+|friendsofgo\/errors|tmthrgd\/go-hex|vmihailenco\/.+)$/,
  /^(?:dario\.cat\/mergo|nhooyr\.io\/websocket|filippo\.io\/edwards25519|cloud\.google\.com\/go(?:\/.+)?|cel\.dev\/expr|mellium\.im\/sasl|sigs\.k8s\.io\/yaml|k8s\.io\/(?:klog|utils|api|apimachinery|client-go|kube-openapi)|rsc\.io\/(?:qr|pdf))$/,
];

/** They bring all of their C along, and none of it is C++: they are linked into programs together with the C library. */
const bundled: Readonly<Record<string, readonly string[]>> = {
  // Without this tag it calls `dlopen`; its own stand-in answers that extensions are disabled for static builds.
  'github.com/mattn/go-sqlite3': ['sqlite_omit_load_extension'],
};

/** Tags with which modules are linked into a static program; undefined: one of them is not known. */
export function tagsForStatic(modules: readonly string[]): readonly string[] | undefined {
  const tags: string[] = [];
  for (const module of modules.map(withoutMajor)) {
    if (Object.hasOwn(bundled, module)) tags.push(...bundled[module]!);
    else if (!pure.some((one) => one.test(module))) return undefined;
  }
  return tags;
}

/** Do all of them need the C library alone, as far as they have C at all? */
export function needOnlyLibc(modules: readonly string[]): boolean {
  return modules
    .map(withoutMajor)
    .every((module) => Object.hasOwn(bundled, module) || pure.some((one) => one.test(module)));
}

/** `…/v5`; versions of gopkg.in belong to the name. */
function withoutMajor(module: string): string {
  return module.replace(/\/v\d+$/, '');
}
