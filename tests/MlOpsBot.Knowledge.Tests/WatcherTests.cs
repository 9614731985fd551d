using System.Threading.Channels;

namespace MlOpsBot.Knowledge.Tests;

/// <summary>
/// With the manual clock the watcher gets no notices from the file system, only its own looks at the folder. With the
/// system's clock it has both; those tests wait for the load itself, however long it takes.
/// </summary>
public sealed class WatcherTests : IDisposable
{
    private static readonly TimeSpan _promised = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly SampleFolder _folder = SampleFolder.Good();
    private readonly ManualTime _time = new(SampleFolder.Now);
    private readonly Channel<KnowledgeLoad> _loads = Channel.CreateUnbounded<KnowledgeLoad>();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_edit_is_live_within_two_seconds()
    {
        using var watcher = Watch();

        _folder.Replace(SampleFolder.Engineer, "Data warehousing.", "Data lakes.");
        _time.Advance(_promised);

        Next().Knowledge!.Roles[0].Skills.Single().Text.ShouldBe("Data lakes.");
        AssertSilence();
    }

    [Fact]
    public async Task An_edit_is_live_by_the_system_clock_too()
    {
        using var watcher = new KnowledgeWatcher(_folder.Root, _folder.Load(), TimeProvider.System, load => _loads.Writer.TryWrite(load));

        _folder.Replace(SampleFolder.Engineer, "Data warehousing.", "Data lakes.");

        var load = await NextAsync();
        load.Knowledge!.Roles[0].Skills.Single().Text.ShouldBe("Data lakes.");
        load.Version.ShouldBe(_folder.Load().Version);
    }

    [Fact]
    public async Task A_notice_of_the_file_system_does_not_wait_for_the_next_look()
    {
        using var watcher = new KnowledgeWatcher(_folder.Root, _folder.Load(), _time, load => _loads.Writer.TryWrite(load));
        var noticed = _time.NextTimerSet();

        _folder.Replace(SampleFolder.Engineer, "Data warehousing.", "Data lakes.");
        await noticed.WaitAsync(_patience, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMilliseconds(850));

        Next().Knowledge!.Roles[0].Skills.Single().Text.ShouldBe("Data lakes.");
    }

    [Fact]
    public async Task Edits_without_pause_do_not_put_a_load_off_for_ever()
    {
        using var watcher = new KnowledgeWatcher(_folder.Root, _folder.Load(), TimeProvider.System, load => _loads.Writer.TryWrite(load));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));

        var edits = 0;
        while (_loads.Reader.Count == 0)
        {
            (++edits).ShouldBeLessThan(1000, "a load is given while edits go on");
            _folder.Append(SampleFolder.Synonyms, $"a{edits}, b{edits}");
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void A_folder_that_goes_and_comes_back_is_noticed()
    {
        using var watcher = Watch();
        _time.Advance(_promised);
        var aside = _folder.Root + "-aside";

        Directory.Move(_folder.Root, aside);
        _time.Advance(_promised);
        Next().Findings.Single().Message.ShouldStartWith("there is no folder");

        Directory.Move(aside, _folder.Root);
        _time.Advance(_promised);
        Next().Knowledge.ShouldNotBeNull();
        AssertSilence();
    }

    [Fact]
    public void A_file_that_could_not_be_read_is_tried_again_although_nothing_changes()
    {
        using var watcher = Watch();
        using (File.Open(_folder.PathOf(SampleFolder.Engineer), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            _time.Advance(_promised);
            Next().Findings.ShouldContain(finding => finding.Message.StartsWith("the file cannot be read"));
        }

        _time.Advance(_promised);
        Next().Knowledge.ShouldNotBeNull();
    }

    [Fact]
    public void An_edit_between_the_first_load_and_the_watcher_is_not_lost()
    {
        var initial = _folder.Load();
        _folder.Append(SampleFolder.Synonyms, "a, b");
        using var watcher = Watch(_folder, initial);

        _time.Advance(_promised);

        Next().Knowledge!.Synonyms.ShouldEndWith("a, b");
    }

    [Fact]
    public void A_broken_edit_is_reported_once_and_so_is_its_repair()
    {
        using var watcher = Watch();

        _folder.Replace(SampleFolder.Engineer, "category: technical", "category: technicl");
        _time.Advance(10 * _promised);
        var broken = Next();
        broken.Knowledge.ShouldBeNull();
        broken.Findings.Single().ToString().ShouldBe("roles/data-engineer.md:6: unknown category `technicl`; did you mean `technical`?");
        AssertSilence();

        _folder.Replace(SampleFolder.Engineer, "category: technicl", "category: technical");
        _time.Advance(_promised);
        Next().Knowledge.ShouldNotBeNull();
        AssertSilence();
    }

    [Fact]
    public void A_file_written_in_two_halves_is_read_again_when_it_is_whole()
    {
        using var watcher = Watch();
        var whole = _folder.Read(SampleFolder.Engineer).Replace("Data warehousing.", "Data lakes.", StringComparison.Ordinal);

        _folder.Write(SampleFolder.Engineer, whole[..40]);
        _time.Advance(_promised);
        Next().Knowledge.ShouldBeNull();

        _folder.Write(SampleFolder.Engineer, whole);
        _time.Advance(_promised);
        Next().Knowledge!.Roles[0].Skills.Single().Text.ShouldBe("Data lakes.");
    }

    [Fact]
    public void A_file_replaced_by_renaming_another_over_it_is_read()
    {
        using var watcher = Watch();
        var edited = _folder.Read(SampleFolder.Engineer).Replace("Data warehousing.", "Data lakes.", StringComparison.Ordinal);

        _folder.Write("roles/.data-engineer.md.new", edited);
        File.Move(_folder.PathOf("roles/.data-engineer.md.new"), _folder.PathOf(SampleFolder.Engineer), overwrite: true);
        _time.Advance(_promised);

        Next().Knowledge!.Roles[0].Skills.Single().Text.ShouldBe("Data lakes.");
        AssertSilence();
    }

    [Fact]
    public void A_file_renamed_added_or_deleted_is_noticed()
    {
        using var watcher = Watch();

        File.Move(_folder.PathOf(SampleFolder.Tips), _folder.PathOf("tips/other.md"));
        _time.Advance(_promised);
        Next().Knowledge!.Tips[0].Id.ShouldStartWith("other/");

        _folder.Write("tips/more.md", _folder.Read("tips/other.md"));
        _time.Advance(_promised);
        Next().Knowledge!.Tips.Length.ShouldBe(4);

        _folder.Delete("tips/other.md");
        _time.Advance(_promised);
        Next().Knowledge!.Tips.Length.ShouldBe(2);
    }

    [Fact]
    public void A_folder_behind_a_link_that_is_swapped_on_the_way_to_it_is_read_again_and_the_old_one_may_go()
    {
        using var checkouts = SampleFolder.Empty();
        using var next = SampleFolder.Good();
        next.Replace(SampleFolder.Engineer, "Data warehousing.", "Data warehouses!!");
        _folder.SetTimes(SampleFolder.Now.AddDays(-1));
        next.SetTimes(SampleFolder.Now.AddDays(-1));
        var link = checkouts.PathOf("current");
        Directory.CreateSymbolicLink(link, Path.GetDirectoryName(_folder.Root)!);
        var path = Path.Combine(link, Path.GetFileName(_folder.Root));
        using var watcher = new KnowledgeWatcher(path, KnowledgeFolder.Load(path, _time), _time, load => _loads.Writer.TryWrite(load));
        _time.Advance(_promised);
        AssertSilence();

        // As git-sync does: the new checkout lies beside the old one, the link is put over, the old one is deleted.
        var second = Directory.CreateDirectory(checkouts.PathOf("second")).FullName;
        Directory.Move(next.Root, Path.Combine(second, Path.GetFileName(_folder.Root)));
        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, second);
        Directory.Delete(_folder.Root, recursive: true);

        // What tests delete at their end is expected to be there.
        Directory.CreateDirectory(_folder.Root);
        Directory.CreateDirectory(next.Root);
        _time.Advance(_promised);

        Next().Knowledge!.Roles[0].Skills.Single().Text.ShouldBe("Data warehouses!!");
        AssertSilence();
    }

    [Fact]
    public void A_folder_mounted_by_Kubernetes_is_read_again_when_its_link_is_swapped()
    {
        using var mount = SampleFolder.Empty();
        using var next = SampleFolder.Good();
        next.Replace(SampleFolder.Engineer, "Data warehousing.", "Data warehouses!!");
        _folder.SetTimes(SampleFolder.Now.AddDays(-1));
        next.SetTimes(SampleFolder.Now.AddDays(-1));
        File.CreateSymbolicLink(mount.PathOf("..data"), _folder.Root);
        foreach (var name in new[] { "roles", "activities", "topics", "tips", "sources.yaml", "organization.yaml", "synonyms.txt" })
        {
            File.CreateSymbolicLink(mount.PathOf(name), Path.Combine("..data", name));
        }

        using var watcher = Watch(mount, mount.Load());
        _time.Advance(_promised);
        AssertSilence();
        File.Delete(mount.PathOf("..data"));
        File.CreateSymbolicLink(mount.PathOf("..data"), next.Root);
        _time.Advance(_promised);

        Next().Knowledge!.Roles[0].Skills.Single().Text.ShouldBe("Data warehouses!!");
    }

    [Fact]
    public void A_change_of_times_alone_is_no_change()
    {
        using var watcher = Watch();

        File.SetLastWriteTimeUtc(_folder.PathOf(SampleFolder.Engineer), SampleFolder.Now.UtcDateTime);
        _folder.Write(SampleFolder.Scientist, _folder.Read(SampleFolder.Scientist));
        _folder.Write("roles/.hidden", "x");
        _time.Advance(10 * _promised);

        AssertSilence();
    }

    [Fact]
    public void Two_edits_of_one_size_within_one_tick_of_a_coarse_file_clock_are_both_seen()
    {
        using var watcher = Watch();
        void Edit(string old, string with)
        {
            _folder.Replace(SampleFolder.Engineer, old, with);
            File.SetLastWriteTimeUtc(_folder.PathOf(SampleFolder.Engineer), _time.GetUtcNow().UtcDateTime.Date + TimeSpan.FromHours(12));
        }

        Edit("warehousing", "warehouses!");
        _time.Advance(TimeSpan.FromSeconds(1.5));
        Next();

        Edit("warehouses!", "warehouses.");
        _time.Advance(_promised);
        Next().Knowledge!.Roles[0].Skills.Single().Text.ShouldStartWith("Data warehouses.");
    }

    [Fact]
    public void A_burst_of_edits_gives_one_load()
    {
        using var watcher = Watch();

        for (var i = 0; i < 50; i++)
        {
            _folder.Append(SampleFolder.Synonyms, $"a{i}, b{i}");
        }

        _time.Advance(_promised);

        Next().Knowledge!.Synonyms.ShouldEndWith("a49, b49");
        AssertSilence();
    }

    [Fact]
    public void Nothing_is_raised_after_disposal()
    {
        var watcher = Watch();
        watcher.Dispose();

        _folder.Append(SampleFolder.Synonyms, "a, b");
        _time.Advance(10 * _promised);

        AssertSilence();
    }

    [Fact]
    public async Task The_callback_may_dispose_the_watcher()
    {
        KnowledgeWatcher? watcher = null;
        var ready = new TaskCompletionSource();
        watcher = new KnowledgeWatcher(_folder.Root, _folder.Load(), TimeProvider.System, load =>
        {
            ready.Task.Wait(_patience);
            watcher!.Dispose();
            _loads.Writer.TryWrite(load);
        });
        ready.SetResult();

        _folder.Append(SampleFolder.Synonyms, "a, b");

        (await NextAsync()).Knowledge.ShouldNotBeNull();
    }

    private KnowledgeWatcher Watch() => Watch(_folder, _folder.Load());

    /// <summary>Watches without notices: a folder that is away when the watcher begins cannot be subscribed to.</summary>
    private KnowledgeWatcher Watch(SampleFolder folder, KnowledgeLoad initial)
    {
        var aside = folder.Root + "-aside";
        Directory.Move(folder.Root, aside);
        var watcher = new KnowledgeWatcher(folder.Root, initial, _time, load => _loads.Writer.TryWrite(load));
        Directory.Move(aside, folder.Root);
        return watcher;
    }

    private KnowledgeLoad Next()
    {
        _loads.Reader.TryRead(out var load).ShouldBeTrue("a load was given");
        return load!;
    }

    private async Task<KnowledgeLoad> NextAsync() =>
        await _loads.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(_patience, TestContext.Current.CancellationToken);

    private void AssertSilence() => _loads.Reader.TryRead(out _).ShouldBeFalse("no further load was given");
}
