using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MlOpsBot.Soak.Tests.Judging;
using Npgsql;

namespace MlOpsBot.Soak.Tests.Machine;

/// <summary>What was taken at a moment. Immutable.</summary>
/// <param name="At">When.</param>
/// <param name="Replica">By which replica.</param>
/// <param name="Footprint">How much.</param>
internal sealed record Sample(DateTimeOffset At, string Replica, Footprint Footprint);

/// <summary>How what a replica takes went over its life. Immutable.</summary>
/// <param name="Replica">Which.</param>
/// <param name="Life">How long it was looked at.</param>
/// <param name="FirstMemory">Median resident memory of the third after the start, in MB.</param>
/// <param name="LastMemory">Median of the last third, in MB.</param>
/// <param name="MostMemory">The most at any time, in MB.</param>
/// <param name="Slope">The straight line through all that follows the first third, in MB an hour.</param>
/// <param name="Handles">Open files and sockets: median of the middle third, and of the last.</param>
/// <param name="Threads">Threads, the same.</param>
internal sealed record Course(
    string Replica, TimeSpan Life, double FirstMemory, double LastMemory, double MostMemory, double Slope, (double Before, double After) Handles, (double Before, double After) Threads);

/// <summary>Looks at what replicas take and how much waits, at a steady beat. Thread-safe.</summary>
internal sealed class Sampling(IReadOnlyList<Site> sites, TimeSpan every)
{
    private readonly ConcurrentQueue<Sample> _samples = [];
    private readonly ConcurrentQueue<(DateTimeOffset At, string Site, long Open, long Connections)> _stores = [];

    public IReadOnlyCollection<Sample> Samples => _samples;

    /// <summary>The most events that waited at a moment, and the most connections of a database.</summary>
    public (long Open, long Connections) Most => (_stores.Select(store => store.Open).DefaultIfEmpty().Max(), _stores.Select(store => store.Connections).DefaultIfEmpty().Max());

    public async Task RunAsync(CancellationToken stop)
    {
        using var beat = new PeriodicTimer(every);
        while (!stop.IsCancellationRequested)
        {
            foreach (var site in sites)
            {
                await LookAsync(site);
            }

            await beat.WaitForNextTickAsync(stop).AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>The course of every replica that was looked at for long enough to tell.</summary>
    public ImmutableArray<Course> Courses(TimeSpan longEnough) =>
    [
        .. _samples.GroupBy(sample => sample.Replica, StringComparer.Ordinal).Select(group => group.OrderBy(sample => sample.At).ToArray())
            .Where(life => life[^1].At - life[0].At >= longEnough && life.Length >= 9)
            .Select(CourseOf)
            .OrderBy(course => course.Replica, StringComparer.Ordinal),
    ];

    public static string Write(IEnumerable<Course> courses)
    {
        var text = new StringBuilder("| replica | looked at for | resident, after the start → at the end (most) | slope | handles | threads |\n|---|---|---|---|---|---|\n");
        foreach (var course in courses)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {course.Replica} | {course.Life.TotalMinutes:0} min | {course.FirstMemory:0} → {course.LastMemory:0} MB ({course.MostMemory:0}) | {course.Slope:+0;-0;0} MB an hour | {course.Handles.Before:0} → {course.Handles.After:0} | {course.Threads.Before:0} → {course.Threads.After:0} |\n");
        }

        return text.ToString();
    }

    private async Task LookAsync(Site site)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var replica in site.Replicas)
        {
            if (replica.Look() is { } footprint)
            {
                _samples.Enqueue(new Sample(now, replica.Name, footprint));
            }
        }

        try
        {
            _stores.Enqueue((now, site.Name, await Rows.CountOpenAsync(site), site.Database is { } database ? await database.CountConnectionsAsync() : 0));
        }
        catch (Exception exception) when (exception is NpgsqlException or Microsoft.Data.Sqlite.SqliteException or IOException)
        {
            // It is being restarted.
        }
    }

    private static Course CourseOf(Sample[] life)
    {
        var third = life.Length / 3;
        var (first, middle, last) = (life[..third], life[third..^third], life[^third..]);
        return new Course(
            life[0].Replica,
            life[^1].At - life[0].At,
            Median(middle, Megabytes),
            Median(last, Megabytes),
            life.Max(Megabytes),
            SlopeOf(life[first.Length..]),
            (Median(middle, static sample => sample.Footprint.Handles), Median(last, static sample => sample.Footprint.Handles)),
            (Median(middle, static sample => sample.Footprint.Threads), Median(last, static sample => sample.Footprint.Threads)));
    }

    private static double Megabytes(Sample sample) => sample.Footprint.Memory / 1_000_000.0;

    private static double Median(Sample[] samples, Func<Sample, double> of)
    {
        var sorted = samples.Select(of).Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static double SlopeOf(Sample[] samples)
    {
        var hours = samples.Select(sample => (sample.At - samples[0].At).TotalHours).ToArray();
        var (meanHour, mean) = (hours.Average(), samples.Average(Megabytes));
        var spread = hours.Sum(hour => (hour - meanHour) * (hour - meanHour));
        return spread == 0 ? 0 : samples.Zip(hours, (sample, hour) => (Megabytes(sample) - mean) * (hour - meanHour)).Sum() / spread;
    }
}
