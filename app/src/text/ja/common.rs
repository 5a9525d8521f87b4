use crate::text::common::Common;

pub(super) const COMMON: Common = Common {
    product: "Provisioner",
    cancel: "キャンセル",
    save: "保存",
    optional: "任意",
    advanced: "詳細設定",
    none: "なし",
    all: "すべて",
    apply: "適用",
    filter: "絞り込み",
    clear_filters: "すべて解除",
    remove_filter: |filter| format!("絞り込み「{filter}」を解除"),
    next_page: "次のページ",
    first_page: "最初のページ",
    pages: "ページ",
    copy: "コピー",
    copied: "コピーしました",
    yes: "はい",
    no: "いいえ",
    before: "変更前",
    after: "変更後",
    field: "項目",
    refresh: "更新",
    details: "詳細",
    mistakes: |count| format!("{count}件の入力を確認してください。まだ何も変更されていません。"),
    relative,
    duration,
    money: |cents| format!("{}.{:02}米ドル", thousands(cents / 100), cents % 100),
    about: |money| format!("約{money}"),
    date_time: "%Y年%-m月%-d日 %H:%M",
    time_of_day: "%H:%M",
    day: "%-m月%-d日",
    time: "時刻",
    numbers: "数値",
    weekday_date_time: |zoned| {
        let day = ["月", "火", "水", "木", "金", "土", "日"]
            [usize::from(zoned.weekday().to_monday_zero_offset().unsigned_abs())];
        format!("{}({day}) {}", zoned.strftime("%Y年%-m月%-d日"), zoned.strftime("%H:%M"))
    },
};

fn relative(seconds: i64) -> String {
    let (amount, unit) = match seconds.unsigned_abs() {
        0..=44 => return if seconds <= 0 { "たった今".to_owned() } else { "まもなく".to_owned() },
        size @ 45..=5399 => ((size + 30) / 60, "分"),
        size @ 5400..=129_599 => ((size + 1800) / 3600, "時間"),
        size @ 129_600..=5_183_999 => ((size + 43_200) / 86_400, "日"),
        size @ 5_184_000..=63_071_999 => (size / 2_592_000, "か月"),
        size => (size / 31_536_000, "年"),
    };
    if seconds < 0 { format!("{amount}{unit}前") } else { format!("{amount}{unit}後") }
}

fn duration(seconds: i64) -> String {
    let seconds = seconds.max(0);
    match seconds {
        0..=59 => format!("{seconds}秒"),
        60..=3599 if seconds % 60 == 0 => format!("{}分", seconds / 60),
        60..=3599 => format!("{}分{}秒", seconds / 60, seconds % 60),
        _ if seconds % 3600 < 60 => format!("{}時間", seconds / 3600),
        _ => format!("{}時間{}分", seconds / 3600, seconds % 3600 / 60),
    }
}

fn thousands(number: u64) -> String {
    if number < 1000 {
        number.to_string()
    } else {
        format!("{},{:03}", thousands(number / 1000), number % 1000)
    }
}
