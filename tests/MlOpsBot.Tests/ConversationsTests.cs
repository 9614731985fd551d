using MlOpsBot.Answers;
using MlOpsBot.Serving;

namespace MlOpsBot.Tests;

public sealed class ConversationsTests
{
    private static readonly ConversationContext _context = new(AnswerKind.Role, ["data-engineer"], null, null, []);
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_conversation_is_remembered_until_its_context_expires()
    {
        var conversations = new Conversations(10, _clock);
        conversations.Remember("a", _context);

        _clock.Advance(ConversationContext.Lifetime - TimeSpan.FromSeconds(1));
        conversations.Recall("a").ShouldBe(_context);

        _clock.Advance(TimeSpan.FromSeconds(1));
        conversations.Recall("a").ShouldBeNull();
        conversations.Count.ShouldBe(0);
    }

    [Fact]
    public void An_answer_with_nothing_to_refer_to_leaves_the_conversation_as_it_was()
    {
        var conversations = new Conversations(10, _clock);
        conversations.Remember("a", _context);

        conversations.Remember("a", null);

        conversations.Recall("a").ShouldBe(_context);
    }

    [Fact]
    public void The_one_that_was_silent_longest_makes_room()
    {
        var conversations = new Conversations(2, _clock);
        conversations.Remember("a", _context);
        conversations.Remember("b", _context);
        conversations.Remember("a", _context);

        conversations.Remember("c", _context);

        conversations.Count.ShouldBe(2);
        conversations.Recall("b").ShouldBeNull();
        conversations.Recall("a").ShouldNotBeNull();
        conversations.Recall("c").ShouldNotBeNull();
    }

    [Fact]
    public void Ids_are_opaque_and_never_the_same() =>
        Enumerable.Range(0, 1000).Select(_ => Conversations.NewId()).Distinct(StringComparer.Ordinal).Count().ShouldBe(1000);
}
