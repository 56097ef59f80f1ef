//! Civil dates and times: what a wall calendar and clock show, without a zone.

use crate::wire::wire_struct;

wire_struct! {
    /// A day of the Gregorian calendar.
    #[derive(Copy, PartialOrd, Ord)]
    pub struct CivilDate {
        /// Year, 1 to 9999.
        pub year: u16,
        /// Month, 1 to 12.
        pub month: u8,
        /// Day of the month, 1 to 31.
        pub day: u8,
    }

    /// A day and a minute of it.
    #[derive(Copy, PartialOrd, Ord)]
    pub struct CivilTime {
        /// The day.
        pub date: CivilDate,
        /// Minutes since midnight, 0 to 1439.
        pub minute: u16,
    }
}

impl CivilDate {
    /// The day `year`-`month`-`day`, or `None` where there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self { year, month, day };
        ((1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= date.month_length())
            .then_some(date)
    }

    fn month_length(self) -> u8 {
        match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400)) => 29,
            2 => 28,
            _ => 31,
        }
    }

    /// The day after.
    pub fn next(self) -> Self {
        if self.day < self.month_length() {
            Self { day: self.day + 1, ..self }
        } else if self.month < 12 {
            Self { month: self.month + 1, day: 1, ..self }
        } else {
            Self { year: self.year + 1, month: 1, day: 1 }
        }
    }

    /// 0 is Monday, 6 is Sunday (Zeller's congruence).
    pub fn weekday(self) -> u8 {
        let (month, year) = match self.month {
            1 | 2 => (u32::from(self.month) + 12, u32::from(self.year) - 1),
            _ => (u32::from(self.month), u32::from(self.year)),
        };
        let saturday_based =
            (u32::from(self.day) + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400) % 7;
        ((saturday_based + 5) % 7) as u8
    }
}
