package io.diskcache.interceptor;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.ParserContext;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.common.LiteralExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** A text of fixed parts and expressions. Thread-safe. */
final class TextTemplate {

	private static final SpelExpressionParser PARSER = new SpelExpressionParser();

	private final Expression expression;

	private TextTemplate(Expression expression) {
		this.expression = expression;
	}

	/**
	 * Reads a text.
	 * @throws org.springframework.expression.ParseException if an expression in it is
	 * none
	 */
	static TextTemplate of(String text) {
		return new TextTemplate(text.isEmpty() ? new LiteralExpression(text)
				: PARSER.parseExpression(text, ParserContext.TEMPLATE_EXPRESSION));
	}

	/** The text that it always is, or {@code null} if that depends on the invocation. */
	@Nullable String fixed() {
		return (this.expression instanceof LiteralExpression literal) ? literal.getValue() : null;
	}

	/**
	 * Makes the text, or whatever an expression that stands alone gives.
	 * @return {@code null} where an expression gives it
	 */
	@Nullable Object evaluate(EvaluationContext context) {
		if (!(this.expression instanceof CompositeStringExpression composite)) {
			return this.expression.getValue(context);
		}
		StringBuilder text = new StringBuilder();
		for (Expression part : composite.getExpressions()) {
			String value = part.getValue(context, String.class);
			if (value == null) {
				return null;
			}
			text.append(value);
		}
		return text.toString();
	}

}
