package io.diskcache.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether something is switched on that is unless a property says otherwise, in any of
 * the words that can be bound: {@code off} and {@code no} as well as {@code false}.
 * Boot's conditions compare texts.
 */
abstract class SwitchCondition extends SpringBootCondition {

	private final String property;

	private final boolean wanted;

	private SwitchCondition(String property, boolean wanted) {
		this.property = property;
		this.wanted = wanted;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean on = isOn(context);
		return new ConditionOutcome(on == this.wanted,
				ConditionMessage.forCondition("Switch").because(this.property + " is " + on));
	}

	private boolean isOn(ConditionContext context) {
		try {
			return context.getEnvironment().getProperty(this.property, Boolean.class, true);
		}
		catch (ConversionException ex) {
			// Binding will fail as well, and says so better.
			return true;
		}
	}

	/** Caches are kept on the disk. */
	static final class Enabled extends SwitchCondition {

		Enabled() {
			super("diskcache.enabled", true);
		}

	}

	/** Nothing is cached. */
	static final class Disabled extends SwitchCondition {

		Disabled() {
			super("diskcache.enabled", false);
		}

	}

	/** Values are served over HTTP. */
	static final class WebEnabled extends SwitchCondition {

		WebEnabled() {
			super("diskcache.web.enabled", true);
		}

	}

}
