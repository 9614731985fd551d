namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>One reading of what somebody wrote about when tips are to come. For one thread and one text.</summary>
internal sealed class ScheduleParse
{
    private readonly Said _said;
    private readonly GatheredWords _gathered = new();
    private bool _isExcepting;
    private string? _fault;

    private ScheduleParse(Said said) => _said = said;

    /// <summary>Reads it.</summary>
    public static ScheduleReading Read(string words)
    {
        var prepared = Tokens.Prepare(words);
        var pieces = Tokens.Of(prepared);
        var corrected = pieces.ToBuilder();
        for (var index = 0; index < pieces.Length; index++)
        {
            if (Correction(pieces[index], out var fault) is { } word)
            {
                corrected[index] = pieces[index] with { Text = word };
            }
            else if (fault is not null)
            {
                return new ScheduleReading(null, fault);
            }
        }

        return new ScheduleParse(new Said(prepared, corrected.ToImmutable())).Read();
    }

    private static string? Correction(Token piece, out string? fault)
    {
        fault = null;
        if (piece.Kind != TokenKind.Word || piece.Text.Length < 4 || Vocabulary.All.Contains(piece.Text) || ZoneSlips.IsWord(piece.Text))
        {
            return null;
        }

        var nearest = Slips.Nearest(piece.Text, Vocabulary.Correctable);
        var days = nearest.Where(Vocabulary.Days.ContainsKey).Select(name => Vocabulary.Days[name]).Distinct().ToArray();
        if (days.Length > 1)
        {
            fault = $"Is \"{piece.Text}\" {ScheduleWords.List([.. days.Select(day => day.ToString())], "or")}? Write it again.";
            return null;
        }

        return nearest.IsEmpty ? null : nearest[0];
    }

    private ScheduleReading Read()
    {
        for (var at = 0; at < _said.Pieces.Length && _fault is null;)
        {
            at = Step(at);
        }

        return _fault is null ? _gathered.Decide() : new ScheduleReading(null, _fault);
    }

    private int Step(int at)
    {
        if (_said[at].Kind == TokenKind.Zone)
        {
            _gathered.Zones.Add((new ZoneFinding(_said[at].Text, null), _said.Raw(at, at + 1)));
            return PastTime(at + 1);
        }

        if (_said[at].Kind == TokenKind.Sign)
        {
            return at + 1;
        }

        if (Refusals.OnceADay(_said, at) is { } daily)
        {
            _gathered.IsEveryDay = true;
            return daily;
        }

        if (Refusals.Often(_said, at) is { } often)
        {
            _gathered.Often = often.Times;
            return often.End;
        }

        if (ZoneAt(at, leastWords: 2) is { } several)
        {
            return several;
        }

        if (TimeWords.At(_said, at) is { Time: not null } time && Refusals.At(_said, at, out _) is null)
        {
            _gathered.Times.Add(time.Time);
            _isExcepting = false;
            return time.End;
        }

        if (DayWords.At(_said, at) is { } days && !(_said.Is(at, "every", "each") && Refusals.At(_said, at, out _) is not null))
        {
            return Take(days);
        }

        if (Exception(at) is { } exception)
        {
            return exception;
        }

        if (Refusals.At(_said, at, out var end) is { } refusal)
        {
            _fault = refusal;
            return end;
        }

        if (TimeWords.At(_said, at) is { } unclear)
        {
            _fault = unclear.Fault;
            return unclear.End;
        }

        return Word(at);
    }

    private int Word(int at)
    {
        if (Vocabulary.Parts.TryGetValue(_said[at].Text, out var part))
        {
            if (_gathered.Part is { } other && other != part)
            {
                _fault = ScheduleFaults.OnceADay;
            }

            _gathered.Part = part;
            return at + 1;
        }

        if (ZoneAt(at, leastWords: 1) is { } zone)
        {
            return zone;
        }

        if (Vocabulary.Fillers.Contains(_said[at].Text) || _said.Is(at, "from", "but", "minus", "one", "o", "oh", "p", "m"))
        {
            return at + 1;
        }

        var raw = _said.Raw(at, at + 1);
        _fault = _said.Is(at - 1, "in") || _said.Is(at + 1, "time", "timezone") || ZoneSlips.Nearest(_said[at].Text) is { IsEmpty: false }
            ? ScheduleFaults.NoZone(raw, ZoneSlips.Nearest(_said[at].Text))
            : ScheduleFaults.Unknown(raw);
        return at + 1;
    }

    private int Take(DaysFound days)
    {
        _fault = days.Fault;
        if (_isExcepting)
        {
            _gathered.Left |= days.Days;
        }
        else if (days.IsWeak)
        {
            _gathered.IsEveryDay = true;
        }
        else
        {
            _gathered.Days |= days.Days;
        }

        return days.End;
    }

    // "except sunday", "but not on fridays", "no weekends", "not on public holidays".
    private int? Exception(int at)
    {
        if (_said.Is(at, "only"))
        {
            _isExcepting = false;
            return null;
        }

        if (!Vocabulary.Except.Contains(_said[at].Text) && !(_said.Is(at, "other") && _said.Is(at + 1, "than")))
        {
            return null;
        }

        var next = at + 1;
        while (_said[next].Kind == TokenKind.Word && (Vocabulary.Except.Contains(_said[next].Text) || _said.Is(next, "on", "the", "for", "at", "any", "than", "during", "public", "bank", "national", "official")))
        {
            next++;
        }

        if (_said.Is(next, "holiday", "holidays"))
        {
            _gathered.Notes.Add("Holidays that the bot's operator has listed are always left out.");
            return next + 1;
        }

        if (DayWords.At(_said, next) is not { IsWeak: false })
        {
            if (!_said.Is(at, "but", "minus"))
            {
                _fault = ScheduleFaults.Unknown(_said.Raw(at, Math.Min(next + 1, _said.Pieces.Length)));
            }

            return at + 1;
        }

        _isExcepting = true;
        return next;
    }

    // The longest name that begins here.
    private int? ZoneAt(int at, int leastWords)
    {
        var (words, next, name) = (0, at, "");
        (ZoneFinding Zone, int End)? best = null;
        while (words < 5 && (_said[next].Kind == TokenKind.Word || (words > 0 && _said.Is(next, "-", "."))))
        {
            if (_said[next].Kind == TokenKind.Word)
            {
                name = words++ == 0 ? _said[next].Text : $"{name} {_said[next].Text}";
                if (words >= leastWords && ZoneNames.Look(name) is { } zone && !IsPlainWord(name, at, next + 1))
                {
                    best = (zone, next + 1);
                }
            }

            next++;
        }

        if (best is not { } found)
        {
            return null;
        }

        _gathered.Zones.Add((found.Zone, _said.Raw(at, found.End)));
        _isExcepting = false;
        return PastTime(found.End);
    }

    // "send us tips", "a nice tip".
    private bool IsPlainWord(string name, int at, int end) =>
        name.Length == 1
        || (name is "us" or "nice" or "art" or "cat" or "eat" && !_said.Is(end, "time", "timezone") && !_said.Is(at - 1, "in"))
        || (name is "central" && _said.Is(end, "european", "europe"));

    private int PastTime(int at)
    {
        while (_said.Is(at, "time", "times", "timezone", "zone", "tz", "based", "local"))
        {
            at++;
        }

        return at;
    }
}
