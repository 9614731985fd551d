using System.Diagnostics.Metrics;

namespace MlOpsBot.Storage.Measuring;

/// <summary>How durations are measured.</summary>
public static class Durations
{
    /// <summary>A histogram of seconds.</summary>
    /// <param name="meter">The meter it belongs to.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What is measured, in a sentence.</param>
    /// <param name="boundaries">Upper ends of its buckets, in seconds, ascending: where what is usual and what is too long can be told apart.</param>
    public static Histogram<double> CreateSeconds(this Meter meter, string name, string description, double[] boundaries)
    {
        ArgumentNullException.ThrowIfNull(meter);
        return meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
    }
}
