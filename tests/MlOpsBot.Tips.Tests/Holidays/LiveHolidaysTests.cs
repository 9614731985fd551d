using Microsoft.Extensions.Logging;
using MlOpsBot.Tips.Holidays;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Holidays;

public sealed class LiveHolidaysTests : IDisposable
{
    private static readonly LocalDate s_christmas = new(2026, 12, 25);

    private readonly string _folder = Directory.CreateTempSubdirectory("mlopsbot-").FullName;
    private readonly ManualClock _clock = new();
    private readonly Lines _log = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Several_files_count_together()
    {
        var live = Live(Write("a.txt", "2026-12-25 Christmas Day"), Write("b.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261226\r\nSUMMARY:Boxing Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));

        live.Current.NameOf(s_christmas).ShouldBe("Christmas Day");
        live.Current.NameOf(s_christmas.PlusDays(1)).ShouldBe("Boxing Day");
        live.Current.NameOf(s_christmas.PlusDays(2)).ShouldBeNull();
        _log.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_changed_file_counts_once_the_interval_has_passed()
    {
        var path = Write("a.txt", "2026-12-25 Christmas Day");
        var live = Live(path);
        live.Current.Count.ShouldBe(1);

        Write("a.txt", "2026-12-25 Christmas Day\n2026-12-26");
        live.Current.Count.ShouldBe(1);
        _clock.Advance(LiveHolidays.Interval);
        live.Current.Count.ShouldBe(2);
    }

    [Fact]
    public void A_file_that_is_broken_or_gone_leaves_what_it_held_and_is_said_once()
    {
        var path = Write("a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT\nEND:VCALENDAR\n");
        var live = Live(path);
        live.Current.NameOf(s_christmas).ShouldBe("");

        Write("a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n");
        for (var round = 0; round < 3; round++)
        {
            _clock.Advance(LiveHolidays.Interval);
            live.Current.NameOf(s_christmas).ShouldBe("");
        }

        _log.All.ShouldBe([$"{path}:2: The file is cut off: END:VEVENT is missing. Export the calendar again."]);

        File.Delete(path);
        for (var round = 0; round < 3; round++)
        {
            _clock.Advance(LiveHolidays.Interval);
            live.Current.NameOf(s_christmas).ShouldBe("");
        }

        _log.All.Count.ShouldBe(2);
        _log.All[1].ShouldStartWith($"The file of holidays {path} cannot be read, what it last held goes on counting: ");

        Write("a.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n");
        _clock.Advance(LiveHolidays.Interval);
        live.Current.Count.ShouldBe(0);
    }

    [Fact]
    public void A_file_that_comes_later_counts_from_then_on()
    {
        var live = Live(Path.Combine(_folder, "later.txt"));
        live.Current.Count.ShouldBe(0);

        Write("later.txt", "2026-12-25");
        _clock.Advance(LiveHolidays.Interval);
        live.Current.Count.ShouldBe(1);
    }

    [Fact]
    public void Without_files_there_are_no_holidays() => Live().Current.ShouldBeSameAs(HolidayCalendar.None);

    private LiveHolidays Live(params string[] paths) => new(new TipsOptions { Holidays = [.. paths] }, _clock, _log);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private sealed class Lines : ILogger<LiveHolidays>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Add(formatter(state, exception));
    }
}
